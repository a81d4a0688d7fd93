/** The tables of one account and region as dynalite's actions see them, for one request. */
import type { Store } from '../../store/store.ts';
import { dynaliteKeys, type DynaliteStore, type Item, type Json } from './dynalite.ts';
import { noSuchResource } from './errors.ts';
import type { ItemStore } from './item-store.ts';
import { TableItems, indexPrefix, itemPrefix } from './table-items.ts';
import { findTable, type Table, type TableOwner } from './table.ts';
import { expiryAttribute } from './time-to-live.ts';

const KIB = 1024;

export class TableStore implements DynaliteStore {
  readonly options: DynaliteStore['options'];
  readonly #store: Store;
  readonly #items: ItemStore;
  readonly #owner: TableOwner;
  readonly #tables = new Map<string, Table>();
  readonly #open = new Map<string, TableItems>();

  /** @param maxItemSize bytes of an item */
  constructor(store: Store, items: ItemStore, owner: TableOwner, maxItemSize = 400 * KIB) {
    this.options = { maxItemSize };
    this.#store = store;
    this.#items = items;
    this.#owner = owner;
  }

  getTable(name: string, done: (error: unknown, table?: object) => void): void {
    const table = this.#tables.get(name) ?? findTable(this.#store, this.#owner, name);
    if (!table || table.TableStatus === 'CREATING' || table.TableStatus === 'DELETING') {
      done(noSuchResource());
      return;
    }
    this.#tables.set(name, table);
    done(null, table);
  }

  getItemDb(name: string): TableItems {
    const { TableId: tableId } = this.#table(name);
    return this.#itemsOf(itemPrefix(tableId), tableId);
  }

  getIndexDb(_kind: string, name: string, index: string): TableItems {
    return this.#itemsOf(indexPrefix(this.#table(name).TableId, index));
  }

  /** The item that a request writes. */
  itemOf(data: Json): Item | undefined {
    const name = data['TableName'] as string;
    const key = dynaliteKeys().createKey((data['Key'] ?? data['Item']) as Item, this.#table(name));
    let found: Item | undefined;
    this.getItemDb(name).get(key, (_, item) => (found = item));
    return found;
  }

  #table(name: string): Table {
    const table = this.#tables.get(name);
    if (!table) throw new Error(`table ${name} was not looked for`);
    return table;
  }

  #itemsOf(prefix: string, tableId?: string): TableItems {
    let items = this.#open.get(prefix);
    if (!items) {
      const attribute = tableId === undefined ? undefined : expiryAttribute(this.#store, tableId);
      const expiry = attribute === undefined ? undefined : { tableId: tableId!, attribute };
      items = new TableItems(this.#items, prefix, expiry);
      this.#open.set(prefix, items);
    }
    return items;
  }
}
