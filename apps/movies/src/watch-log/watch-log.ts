/** The watch log: who watched what, when and how they liked it, in columns. */

/**
 * One event per index, all columns of one length. `event_time` is in epoch seconds, `rating` from 0.5 to 5.
 * `titles` names the contents codes that have a name.
 */
export interface WatchLog {
  user_id: Int32Array;
  contents_code: Int32Array;
  event_time: Float64Array;
  rating: Float32Array;
  titles: Map<number, Title>;
}

export interface Title {
  title: string;
  genres: string[];
}

/** The events at `rows`, in that order; the titles are shared with `log`. */
export function selectEvents(log: WatchLog, rows: ArrayLike<number>): WatchLog {
  const order = Array.from(rows);
  return {
    user_id: Int32Array.from(order, (row) => log.user_id[row]!),
    contents_code: Int32Array.from(order, (row) => log.contents_code[row]!),
    event_time: Float64Array.from(order, (row) => log.event_time[row]!),
    rating: Float32Array.from(order, (row) => log.rating[row]!),
    titles: log.titles,
  };
}

/** Row numbers in canonical order: by user, then time, then contents code, then rating. */
export function canonicalOrder(log: WatchLog): Uint32Array {
  return Uint32Array.from(log.user_id.keys()).sort(
    (a, b) =>
      log.user_id[a]! - log.user_id[b]! ||
      log.event_time[a]! - log.event_time[b]! ||
      log.contents_code[a]! - log.contents_code[b]! ||
      log.rating[a]! - log.rating[b]!,
  );
}

/**
 * The events up to the end of `baseDate` (UTC, `YYYY-MM-DD`).
 * @throws RangeError when `baseDate` is no date, or nothing happened by then.
 */
export function eventsUntil(log: WatchLog, baseDate: string): WatchLog {
  const end = endOfDay(baseDate);
  const rows = [...log.event_time.keys()].filter((row) => log.event_time[row]! < end);
  if (rows.length === 0) {
    throw new RangeError(
      `base_date ${baseDate}: the watch log has no event up to that day. Choose a later day, or other ratings.`,
    );
  }
  return rows.length === log.event_time.length ? log : selectEvents(log, rows);
}

/**
 * Epoch seconds of the midnight (UTC) that ends `day`.
 * @throws RangeError when `day` is not a date of the form `YYYY-MM-DD`.
 */
export function endOfDay(day: string): number {
  const start = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(start)) {
    throw new RangeError(`base_date "${day}" is not a date. Expected YYYY-MM-DD, for example 2024-04-13.`);
  }
  return start / 1000 + 86_400;
}
