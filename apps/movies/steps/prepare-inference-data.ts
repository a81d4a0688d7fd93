/** The task `prepare-inference-data`: the spine of batch inference, for each user the candidates not yet watched, at the end of the base date. */
import { join } from 'node:path';
import { inferenceRows, type RankingOptions } from '../src/ranking/ranking-rows.ts';
import { endOfDay, type WatchLog } from '../src/watch-log/watch-log.ts';
import { writeRows } from './rows.ts';

export interface InferenceSpine {
  readonly file: string;
  readonly rows: number;
  /** The end of the base date, in seconds since 1970. */
  readonly time: number;
}

export const prepareInferenceData = async (
  log: WatchLog,
  folder: string,
  { base_date, ...options }: RankingOptions & { readonly base_date: string },
): Promise<InferenceSpine> => {
  const file = join(folder, 'inference-spine.ndjson');
  const time = endOfDay(base_date);
  return { file, rows: await writeRows(file, inferenceRows(log, time, options)), time };
};
