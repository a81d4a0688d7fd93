/** The task `prepare-train-data` of the ranker: the spine of its training set, requests to learn from and to be tested on. */
import { join } from 'node:path';
import { rankingRows, type RankingOptions } from '../src/ranking/ranking-rows.ts';
import type { WatchLog } from '../src/watch-log/watch-log.ts';
import { writeRows } from './rows.ts';

export interface TrainSpine {
  readonly file: string;
  readonly rows: number;
  readonly requests: { readonly train: number; readonly test: number };
  /** The time of the earliest request, in seconds since 1970: no training row asks for features of a time before it. */
  readonly from: number;
}

export const prepareTrainData = async (
  log: WatchLog,
  folder: string,
  options: RankingOptions = {},
): Promise<TrainSpine> => {
  const rows = rankingRows(log, options);
  const requests = { train: new Set<number>(), test: new Set<number>() };
  let from = Infinity;
  for (const { part, request, event_time } of rows) {
    requests[part].add(request);
    from = Math.min(from, event_time);
  }
  const file = join(folder, 'train-spine.ndjson');
  return {
    file,
    rows: await writeRows(file, rows),
    requests: { train: requests.train.size, test: requests.test.size },
    from,
  };
};
