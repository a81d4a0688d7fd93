/** Holds rows of a training set against their time: features that know of anything at or after it would have been unknown then. */

export interface TimedRow {
  readonly event_time: number;
  readonly user_last_watch_time: number | null;
  readonly item_last_watch_time: number | null;
}

export interface KnownBefore {
  readonly rows: number;
  /** Rows with a feature that knows of an event at or after the row's time: there must be none. */
  readonly later: number;
  /** Rows without any record of the user, or of the movie, at their time. */
  readonly withoutUser: number;
  readonly withoutItem: number;
  /** Seconds between a row's time and the latest event that its features know of, the least of all rows; null of no rows. */
  readonly nearestSeconds: number | null;
}

export const knownBefore = (rows: Iterable<TimedRow>): KnownBefore => {
  const found = { rows: 0, later: 0, withoutUser: 0, withoutItem: 0 };
  let nearest = Infinity;
  for (const { event_time, user_last_watch_time: user, item_last_watch_time: item } of rows) {
    const latest = Math.max(user ?? -Infinity, item ?? -Infinity);
    found.rows += 1;
    if (latest >= event_time) found.later += 1;
    if (user === null) found.withoutUser += 1;
    if (item === null) found.withoutItem += 1;
    nearest = Math.min(nearest, event_time - latest);
  }
  return { ...found, nearestSeconds: Number.isFinite(nearest) ? nearest : null };
};
