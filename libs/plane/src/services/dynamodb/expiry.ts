/** When items expire, and the index that finds those that have. */
import type { Item } from './dynalite.ts';

/** Epoch seconds fit for a thousand years; what is longer was meant as milliseconds, and expires never. */
const DIGITS = 11;

/** The epoch second at which an item expires: of a top-level Number, else never. */
export const expiryOf = (item: Item, attribute: string): number | undefined => {
  const seconds = Math.floor(Number(item[attribute]?.['N'] ?? Number.NaN));
  return seconds >= 0 && seconds < 10 ** DIGITS ? seconds : undefined;
};

export const expiryPrefix = (tableId: string): string => `${tableId}/t/`;

/** An entry that its item no longer means, as indexing may leave behind, is dropped when its time has come. */
export const expiryKey = (tableId: string, seconds: number, itemKey: string): string =>
  `${expiryPrefix(tableId)}${String(seconds).padStart(DIGITS, '0')}/${itemKey}`;

/** Keys of the entries whose second lies before `seconds`. */
export const expiredRange = (tableId: string, seconds: number): { gte: string; lt: string } => ({
  gte: expiryPrefix(tableId),
  lt: expiryKey(tableId, Math.min(Math.max(seconds, 0), 10 ** DIGITS - 1), ''),
});

export const parseExpiryKey = (tableId: string, key: string): { seconds: number; itemKey: string } => {
  const rest = key.slice(expiryPrefix(tableId).length);
  return { seconds: Number(rest.slice(0, DIGITS)), itemKey: rest.slice(DIGITS + 1) };
};
