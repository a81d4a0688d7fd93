/** The task `prepare-train-data`: a watch log becomes histories, one per user, in the order of watching. */
import { canonicalOrder, type WatchLog } from '../watch-log/watch-log.ts';

/**
 * Histories in compressed rows: user `u` (an index into `users`) watched `item[offsets[u]]` up to, not including,
 * `item[offsets[u + 1]]`, oldest first; each entry is an index into `items`.
 */
export interface TrainData {
  /** User ids, ascending. */
  users: Int32Array;
  /** Contents codes, ascending. All that the watch log names, also when only a held-out event does. */
  items: Int32Array;
  offsets: Uint32Array;
  item: Uint32Array;
  /** How many distinct times lie before the event in its history: events of one second share a step. */
  step: Uint32Array;
  /** How many histories hold the item. */
  popularity: Uint32Array;
}

/**
 * Histories by user, time and contents code: of events at the same time, the highest contents code counts as the last.
 * A movie that a user watched again counts once, at the latest time, so that what is held out is never in a history.
 */
export function prepareTrainData(log: WatchLog): TrainData {
  const users = Int32Array.from(new Set(log.user_id)).sort();
  const items = Int32Array.from(new Set(log.contents_code)).sort();
  const indexOf = new Map(Array.from(items, (code, index) => [code, index]));
  const order = canonicalOrder(log);
  const kept = order.filter(latestOnly(log, order));
  const offsets = new Uint32Array(users.length + 1);
  const item = new Uint32Array(kept.length);
  const step = new Uint32Array(kept.length);
  let user = 0;
  kept.forEach((row, at) => {
    const starts = at === 0 || log.user_id[row] !== log.user_id[kept[at - 1]!];
    if (starts && at > 0) offsets[++user] = at;
    item[at] = indexOf.get(log.contents_code[row]!)!;
    if (!starts) step[at] = step[at - 1]! + (log.event_time[row] === log.event_time[kept[at - 1]!] ? 0 : 1);
  });
  offsets[users.length] = kept.length;
  return { users, items, offsets, item, step, popularity: countItems(item, items.length) };
}

/** How often each of `size` items occurs in `item`. */
export function countItems(item: Uint32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (const index of item) counts[index]! += 1;
  return counts;
}

function latestOnly(log: WatchLog, order: Uint32Array): (row: number, at: number) => boolean {
  const last = new Map<string, number>();
  order.forEach((row, at) => last.set(`${log.user_id[row]}/${log.contents_code[row]}`, at));
  return (row, at) => last.get(`${log.user_id[row]}/${log.contents_code[row]}`) === at;
}
