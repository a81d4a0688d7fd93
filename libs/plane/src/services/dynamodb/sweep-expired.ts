/** Deletes what has expired, some at a time, through the indexes, as DeleteItem does. */
import type { PlaneServices } from '../../service.ts';
import { dynaliteAction, type Item } from './dynalite.ts';
import { expiredRange, expiryOf, parseExpiryKey } from './expiry.ts';
import type { ItemStore } from './item-store.ts';
import { itemPrefix } from './table-items.ts';
import { TableStore } from './table-store.ts';
import { tableById, type Table, type TableOwner } from './table.ts';
import { expiryAttribute } from './time-to-live.ts';

const AT_A_TIME = 500;

/** What expired longer ago was meant as something else than an expiry. */
const OLDEST_SECONDS = 5 * 365 * 86_400;

/** @returns whether there is more */
export const sweepExpired = async (
  { store, clock }: PlaneServices,
  items: ItemStore,
  { tableId, ...owner }: TableOwner & { readonly tableId: string },
): Promise<boolean> => {
  const now = Math.floor(clock.now() / 1000);
  let read = 0;
  for await (const chunk of items.entries({ ...expiredRange(tableId, now), limit: AT_A_TIME })) {
    const attribute = expiryAttribute(store, tableId);
    const table = tableById(store, tableId);
    if (attribute === undefined || table?.TableStatus === 'DELETING' || !table) return false;
    const tables = new TableStore(store, items, owner);
    for (const [key] of chunk) {
      const { seconds, itemKey } = parseExpiryKey(tableId, key);
      const text = items.get(itemPrefix(tableId) + itemKey);
      const item = text === undefined ? undefined : (JSON.parse(text) as Item);
      // It may have been given more time since.
      const expired = item && expiryOf(item, attribute) === seconds && seconds >= now - OLDEST_SECONDS;
      if (expired) deleteItem(tables, table, item);
      items.delete(key);
    }
    read += chunk.length;
  }
  await items.committed();
  return read === AT_A_TIME;
};

const deleteItem = (tables: TableStore, table: Table, item: Item): void => {
  const Key = Object.fromEntries(table.KeySchema!.map(({ AttributeName }) => [AttributeName!, item[AttributeName!]!]));
  dynaliteAction('DeleteItem')(tables, { TableName: table.TableName, Key }, (error) => {
    if (error) throw error as Error;
  });
};
