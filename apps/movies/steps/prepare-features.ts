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

export const prepareFeatures = async (
  log: WatchLog,
  folder: string,
  options: FeatureRecordOptions = {},
): Promise<FeatureFile[]> => {
  const [users, items] = [join(folder, 'users.ndjson'), join(folder, 'items.ndjson')];
  return [
    { group: 'users', file: users, records: await writeRows(users, userRecords(log, options)) },
    { group: 'items', file: items, records: await writeRows(items, itemRecords(log, options)) },
  ];
};
