/** Notes when the items expire that were there before time to live was switched on, some at a time. */
import type { PlaneServices } from '../../service.ts';
import type { Item } from './dynalite.ts';
import { expiryKey, expiryOf } from './expiry.ts';
import type { ItemStore } from './item-store.ts';
import { itemPrefix } from './table-items.ts';
import { expiryAttribute } from './time-to-live.ts';

const AT_A_TIME = 2000;

/** @returns the key of the item to go on after; null when all are noted */
export const indexExpiries = async (
  { store }: PlaneServices,
  items: ItemStore,
  tableId: string,
  after: string,
): Promise<string | null> => {
  const prefix = itemPrefix(tableId);
  let last: string | null = null;
  let read = 0;
  for await (const chunk of items.entries({ gt: prefix + after, lt: `${prefix}~`, limit: AT_A_TIME })) {
    const attribute = expiryAttribute(store, tableId);
    if (attribute === undefined) return null;
    for (const [key, text] of chunk) {
      last = key.slice(prefix.length);
      const seconds = expiryOf(JSON.parse(text) as Item, attribute);
      if (seconds !== undefined) items.put(expiryKey(tableId, seconds, last), '');
    }
    read += chunk.length;
  }
  await items.committed();
  return read < AT_A_TIME ? null : last;
};
