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

interface Read {
  readonly key: string;
  readonly text: string | undefined;
  /** When the item expires, in epoch seconds. */
  readonly expiry: number | undefined;
}

export class TableItems implements DynaliteItems {
  readonly #items: ItemStore;
  readonly #prefix: string;
  readonly #expiry: { readonly tableId: string; readonly attribute: string } | undefined;
  /** An action reads an item right before it writes it. */
  #read: Read | undefined;

  /** @param expiry the attribute by which items of the table expire */
  constructor(items: ItemStore, prefix: string, expiry?: { tableId: string; attribute: string }) {
    this.#items = items;
    this.#prefix = prefix;
    this.#expiry = expiry;
  }

  get(key: string, done: (error: null, item?: Item) => void): void {
    const text = this.#items.get(this.#prefix + key);
    const item = text === undefined ? undefined : (JSON.parse(text) as Item);
    this.#read = { key, text, expiry: item && this.#expiryOf(item) };
    done(null, item);
  }

  put(key: string, item: Item, done: (error: null) => void): void {
    const text = JSON.stringify(item);
    const before = this.#before(key);
    this.#count(before.text === undefined ? 1 : 0, text.length - (before.text?.length ?? 0));
    this.#items.put(this.#prefix + key, text);
    const expiry = this.#expiryOf(item);
    if (before.expiry !== expiry) this.#forgetExpiry(before);
    if (expiry !== undefined) this.#items.put(expiryKey(this.#expiry!.tableId, expiry, key), '');
    done(null);
  }

  del(key: string, done: (error: null) => void): void {
    const before = this.#before(key);
    if (before.text !== undefined) {
      this.#count(-1, -before.text.length);
      this.#items.delete(this.#prefix + key);
      this.#forgetExpiry(before);
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

  #before(key: string): Read {
    const read = this.#read;
    this.#read = undefined;
    if (read?.key === key) return read;
    const text = this.#items.get(this.#prefix + key);
    const expiry = this.#expiry && text !== undefined ? this.#expiryOf(JSON.parse(text) as Item) : undefined;
    return { key, text, expiry };
  }

  #expiryOf(item: Item): number | undefined {
    return this.#expiry && expiryOf(item, this.#expiry.attribute);
  }

  #forgetExpiry({ key, expiry }: Read): void {
    if (expiry !== undefined) this.#items.delete(expiryKey(this.#expiry!.tableId, expiry, key));
  }

  #count(items: number, length: number): void {
    const { count, bytes } = itemTotals(this.#items, this.#prefix);
    this.#items.put(totalsKey(this.#prefix), `${count + items} ${bytes + length}`);
  }
}
