/** The watch log of a run: a MovieLens folder where one is given, else the built-in generator. */
import { generateWatchLog } from './generate-watch-log.ts';
import { readMovielens } from './read-movielens.ts';
import { eventsUntil, type WatchLog } from './watch-log.ts';

export interface WatchLogSource {
  /** A MovieLens folder; none (or empty): the generator. */
  ratings?: string | undefined;
  /** Seed of the generator. */
  seed: number;
  /** Events after this day (UTC, `YYYY-MM-DD`) are left out. */
  baseDate: string;
}

/**
 * The watch log, and in words where it comes from (no path of this machine: it is part of the model's lineage).
 * @throws WatchLogError when the folder cannot be read; RangeError when nothing happened by the base date.
 */
export function loadWatchLog({ ratings, seed, baseDate }: WatchLogSource): { log: WatchLog; source: string } {
  if (ratings) {
    return { log: eventsUntil(readMovielens(ratings), baseDate), source: 'MovieLens folder (ratings.csv, movies.csv)' };
  }
  return { log: generateWatchLog({ seed, baseDate }), source: `generator with seed ${seed}` };
}
