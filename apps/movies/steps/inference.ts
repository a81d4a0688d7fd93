/** The task `inference`: the best movies of every user, by the first stage alone or ordered anew by the ranker, and what is popular. */
import { ranked, requestsOf, type RankedRow, type Ranker } from '../src/ranking/ranker.ts';
import type { RequestRow } from '../src/ranking/ranking-rows.ts';
import { prepareTrainData } from '../src/prepare-train-data/train-data.ts';
import type { WatchLog } from '../src/watch-log/watch-log.ts';
import { readRows, writeRows } from './rows.ts';

/** What is recommended to a user; without a user to all whom nobody knows. */
export interface Recommended {
  readonly user?: number;
  readonly items: readonly { readonly contents_code: number; readonly score: number }[];
}

const DIGITS = 6;
const rounded = (score: number): number => Number(score.toFixed(DIGITS));

/** The most watched movies, with the share of users who watched them. */
export const popularItems = (log: WatchLog, limit: number): Recommended => {
  const { items, popularity, users } = prepareTrainData(log);
  const best = [...items.keys()].sort((a, b) => popularity[b]! - popularity[a]! || a - b).slice(0, limit);
  return {
    items: best.map((item) => ({ contents_code: items[item]!, score: rounded(popularity[item]! / users.length) })),
  };
};

export interface InferenceOptions {
  /** The Parquet file that the view `ranking` gives for the spine of `prepare-inference-data`. */
  readonly rows: string;
  /** NDJSON to write: a line per user, before them the popular ones. */
  readonly output: string;
  readonly limit: number;
  /** Absent: the first stage's order. */
  readonly ranker?: Ranker;
}

/** @returns how many users have recommendations */
export const inference = async (
  log: WatchLog,
  { rows: file, output, limit, ranker }: InferenceOptions,
): Promise<number> => {
  const rows = await readRows<RequestRow & RankedRow>(file);
  const recommended = requestsOf(rows).map((request): Recommended => {
    const best = ranker ? ranked(ranker, request) : request.map((row) => ({ row, score: row.base_score }));
    return {
      user: request[0]!.user_id,
      items: best
        .slice(0, limit)
        .map(({ row, score }) => ({ contents_code: row.contents_code, score: rounded(score) })),
    };
  });
  await writeRows(output, [popularItems(log, limit), ...recommended]);
  return recommended.length;
};
