/** The task `prepare-features`: the watch log as records of the feature groups `users` and `items`, one file each, for `ingest`. */
import { join } from 'node:path';
import { itemRecords, userRecords, type FeatureRecordOptions } from '../src/features/feature-records.ts';
import type { WatchLog } from '../src/watch-log/watch-log.ts';
import { writeRows } from './rows.ts';

export interface FeatureFile {
  readonly group: 'users' | 'items';
  readonly file: string;
  readonly records: number;
}

const DAY = 86_400;
/** The offline store keeps each hour of event times apart: records of more times than this make more objects than it is worth. */
const MOST_TIMES = 400;

/** The shortest period of whole days that makes no more different event times than that. */
const periodOf = (since: number, until: number): number =>
  Math.max(1, Math.ceil((until - since) / DAY / MOST_TIMES)) * DAY;

/**
 * @param since the earliest time that anybody asks for features of, in seconds since 1970
 * @param until the end of the base date: records are of ends of periods up to then
 */
export const prepareFeatures = async (
  log: WatchLog,
  folder: string,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<FeatureFile[]> => {
  const last = log.event_time.reduce((latest, time) => Math.max(latest, time), 0);
  const options: FeatureRecordOptions = { since, anchor: until, period: periodOf(since, last) };
  const [users, items] = [join(folder, 'users.ndjson'), join(folder, 'items.ndjson')];
  return [
    { group: 'users', file: users, records: await writeRows(users, userRecords(log, options)) },
    { group: 'items', file: items, records: await writeRows(items, itemRecords(log, options)) },
  ];
};
