/**
 * The task `prepare-features`: a watch log becomes records of users and of movies over time.
 *
 * A record holds what was known at the end of a period with events (a day, unless told otherwise), and has that end as its event time.
 * What happens in a period is thus seen from the next one on: no row of a training set sees its own event.
 */
import type { WatchLog } from '../watch-log/watch-log.ts';

export interface UserRecord {
  readonly user_id: number;
  /** The end of the period, in seconds since 1970. */
  readonly event_time: number;
  readonly watch_count: number;
  readonly mean_rating: number;
  /** Events of the 28 days before `event_time`. */
  readonly watches_28d: number;
  readonly last_watch_time: number;
  /** Up to three of the last 20 events' genres, most frequent first, separated by `|`; null where none is known. */
  readonly genres: string | null;
}

export interface ItemRecord {
  readonly contents_code: number;
  readonly event_time: number;
  readonly watch_count: number;
  readonly mean_rating: number;
  readonly watches_28d: number;
  readonly first_watch_time: number;
  readonly last_watch_time: number;
  /** The movie's genres, separated by `|`; null where none is known. */
  readonly genres: string | null;
}

export interface FeatureRecordOptions {
  /** The earliest time that anybody asks for, in seconds since 1970: of what was before, the last record is enough. */
  readonly since?: number;
  /** Seconds of a period; a day when absent. */
  readonly period?: number;
  /** An end of a period, in seconds since 1970; periods begin at midnight (UTC) when absent. */
  readonly anchor?: number;
}

const DAY = 86_400;
const WINDOW = 28 * DAY;
const LATELY = 20;
const FAVOURITES = 3;

/** The end of the period of `time`: the first one after it. */
export const periodEnd = (time: number, { period = DAY, anchor = 0 }: FeatureRecordOptions = {}): number =>
  anchor + (Math.floor((time - anchor) / period) + 1) * period;

/** Rows of the log by key (ascending), each in the order of time, then of its row in the log. */
function* histories(keys: Int32Array, log: WatchLog): Generator<{ key: number; rows: number[] }> {
  const rows = [...keys.keys()].sort((a, b) => keys[a]! - keys[b]! || log.event_time[a]! - log.event_time[b]! || a - b);
  for (let start = 0; start < rows.length;) {
    const key = keys[rows[start]!]!;
    let end = start;
    while (end < rows.length && keys[rows[end]!] === key) end += 1;
    yield { key, rows: rows.slice(start, end) };
    start = end;
  }
}

interface State {
  /** How many events of the history are known by then. */
  readonly known: number;
  readonly first_watch_time: number;
  readonly told: Pick<UserRecord, 'event_time' | 'watch_count' | 'mean_rating' | 'watches_28d' | 'last_watch_time'>;
}

/** What is known of a history at the end of each period with events. */
function* statesOf(rows: readonly number[], log: WatchLog, options: FeatureRecordOptions): Generator<State> {
  const time = (at: number): number => log.event_time[rows[at]!]!;
  let sum = 0;
  let windowStart = 0;
  const { since = 0 } = options;
  for (let at = 0; at < rows.length; at++) {
    sum += log.rating[rows[at]!]!;
    const known = at + 1;
    const end = periodEnd(time(at), options);
    const next = known < rows.length ? periodEnd(time(known), options) : Infinity;
    // The period goes on, or a later record that is not past `since` either takes this one's place.
    if (next === end || next <= since) continue;
    while (time(windowStart) < end - WINDOW) windowStart += 1;
    yield {
      known,
      first_watch_time: time(0),
      told: {
        event_time: end,
        watch_count: known,
        mean_rating: Math.round((sum / known) * 1e4) / 1e4,
        watches_28d: known - windowStart,
        last_watch_time: time(at),
      },
    };
  }
}

const favourites = (rows: readonly number[], log: WatchLog): string | null => {
  const counts = new Map<string, number>();
  for (const row of rows.slice(-LATELY)) {
    for (const genre of log.titles.get(log.contents_code[row]!)?.genres ?? []) {
      counts.set(genre, (counts.get(genre) ?? 0) + 1);
    }
  }
  const ranked = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, FAVOURITES);
  return ranked.length === 0 ? null : ranked.map(([genre]) => genre).join('|');
};

/** Records of users, by user, oldest first. */
export function* userRecords(log: WatchLog, options: FeatureRecordOptions = {}): Generator<UserRecord> {
  for (const { key: user_id, rows } of histories(log.user_id, log)) {
    for (const { known, told } of statesOf(rows, log, options)) {
      yield { user_id, ...told, genres: favourites(rows.slice(0, known), log) };
    }
  }
}

/** Records of movies, by contents code, oldest first. */
export function* itemRecords(log: WatchLog, options: FeatureRecordOptions = {}): Generator<ItemRecord> {
  for (const { key: contents_code, rows } of histories(log.contents_code, log)) {
    const genres = log.titles.get(contents_code)?.genres ?? [];
    for (const { first_watch_time, told } of statesOf(rows, log, options)) {
      yield { contents_code, ...told, first_watch_time, genres: genres.length === 0 ? null : genres.join('|') };
    }
  }
}
