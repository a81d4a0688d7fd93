/** The items of one table or index as dynalite's actions read and write them, counted and with their expiry noted. */
import type { DynaliteItems, Item } from './dynalite.ts';
import { expiryKey, expiryOf } from './expiry.ts';
import type { ItemStore, KeyRange } from './item-store.ts';
import { RangeStream } from './range-stream.ts';

export interface ItemTotals {
  readonly count: number;
  readonly bytes: number;
}

const NOTHING: ItemTotals = { count: 0, bytes: 0 };

/** Everything of a table begins with its id: a table made anew by the same name sees nothing of the old one. */
export const tablePrefix = (tableId: string): string => `${tableId}/`;
export const itemPrefix = (tableId: string): string => `${tableId}/i/`;
export const indexPrefix = (tableId: string, index: string): string => `${tableId}/x/${index}/`;

const totalsKey = (prefix: string): string => prefix.replace('/', '/n/');

/** How many items there are below a prefix, and how long they are, written out. */
export const itemTotals = (items: ItemStore, prefix: string): ItemTotals => {
  const text = items.get(totalsKey(prefix));
  if (text === undefined) return NOTHING;
  const [count, bytes] = text.split(' ').map(Number) as [number, number];
  return { count, bytes };
};

export class TableItems implements DynaliteItems {
  readonly #items: ItemStore;
  readonly #prefix: string;
  readonly #expiry: { readonly tableId: string; readonly attribute: string } | undefined;
  /** An action reads an item right before it writes it. */
  #read: { readonly key: string; readonly text: string | undefined } | undefined;

  /** @param expiry the attribute by which items of the table expire */
  constructor(items: ItemStore, prefix: string, expiry?: { tableId: string; attribute: string }) {
    this.#items = items;
    this.#prefix = prefix;
    this.#expiry = expiry;
  }

  get(key: string, done: (error: null, item?: Item) => void): void {
    const text = this.#textOf(key);
    this.#read = { key, text };
    done(null, text === undefined ? undefined : (JSON.parse(text) as Item));
  }

  put(key: string, item: Item, done: (error: null) => void): void {
    const text = JSON.stringify(item);
    const before = this.#before(key);
    this.#count(before === undefined ? 1 : 0, text.length - (before?.length ?? 0));
    this.#items.put(this.#prefix + key, text);
    const expiry = this.#expiry && expiryOf(item, this.#expiry.attribute);
    if (expiry !== undefined) this.#items.put(expiryKey(this.#expiry!.tableId, expiry, key), '');
    done(null);
  }

  del(key: string, done: (error: null) => void): void {
    const before = this.#before(key);
    if (before !== undefined) {
      this.#count(-1, -before.length);
      this.#items.delete(this.#prefix + key);
    }
    done(null);
  }

  lock(_key: string, run: (release: <Callback>(callback: Callback) => Callback) => void): void {
    run((callback) => callback);
  }

  createValueStream({ gt, gte, lt, lte, reverse, limit }: KeyRange): RangeStream {
    return new RangeStream(this.#items, {
      ...(gt === undefined ? { gte: this.#prefix + (gte ?? '') } : { gt: this.#prefix + gt }),
      ...(lte === undefined ? { lt: this.#prefix + (lt ?? '~') } : { lte: this.#prefix + lte }),
      reverse: reverse ?? false,
      limit: limit ?? -1,
    });
  }

  #textOf(key: string): string | undefined {
    return this.#items.get(this.#prefix + key);
  }

  #before(key: string): string | undefined {
    const read = this.#read;
    this.#read = undefined;
    return read?.key === key ? read.text : this.#textOf(key);
  }

  #count(items: number, length: number): void {
    const { count, bytes } = itemTotals(this.#items, this.#prefix);
    this.#items.put(totalsKey(this.#prefix), `${count + items} ${bytes + length}`);
  }
}
