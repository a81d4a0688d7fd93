/** The pending rows of a group by the hour of their event time, which is the partition that they go to. */
import type { Store } from '../../store/store.ts';

/** The hour since the epoch, rounded down before it too. */
const HOUR = '(cast(event_time / 3600 as integer) - (event_time < 3600 * cast(event_time / 3600 as integer)))';

/** Without it a flush would read all that waits for every hour of it. */
export const PENDING_PARTITIONS_SCHEMA = [
  `create index if not exists feature_store_pending_hour on feature_store_pending (group_id, ${HOUR})`,
];

/** The newest row of all groups; 0 when there is none. */
export const newestPending = (store: Store): number =>
  store.all<{ seq: number | null }>('select max(seq) as seq from feature_store_pending')[0]!.seq ?? 0;

/** At most `limit` hours behind `after` that have rows of the group, in order. */
export const pendingHours = (store: Store, groupId: number, after: number | undefined, limit: number): number[] => {
  const hours: number[] = [];
  let last = after ?? Number.MIN_SAFE_INTEGER;
  while (hours.length < limit) {
    const found = store.all<{ hour: number }>(
      `select ${HOUR} as hour from feature_store_pending where group_id = ? and ${HOUR} > ? order by ${HOUR} limit 1`,
      ...[groupId, last],
    )[0];
    if (!found) break;
    last = found.hour;
    hours.push(last);
  }
  return hours;
};

export interface PendingPage {
  readonly rows: number;
  readonly first: number;
  readonly last: number;
  /** The latest event time, in seconds. */
  readonly latest: number;
  /** A line of JSON per row: when it was received in milliseconds, 1 for a deletion, the values. */
  readonly lines: string;
}

/** Rows of an hour in the order of their acknowledgement, behind `after`, up to `upTo`; put together by SQLite, many times faster than row by row. */
export const pendingPage = (
  store: Store,
  { groupId, hour, after, upTo, limit }: { groupId: number; hour: number; after: number; upTo: number; limit: number },
): PendingPage | undefined => {
  const page = store.all<PendingPage>(
    `select count(*) as rows, min(seq) as first, max(seq) as last, max(event_time) as latest,
       group_concat('{"invoked":' || api_invocation_time || ',"deleted":' || is_deleted || ',"record":' || record || '}', char(10) order by seq) as lines
     from (select * from feature_store_pending
            where group_id = ? and ${HOUR} = ? and seq > ? and seq <= ? order by seq limit ?)`,
    ...[groupId, hour, after, upTo, limit],
  )[0]!;
  return page.rows === 0 ? undefined : page;
};

/** Removes the rows of an hour up to `last`, within the caller's transaction. */
export const removePending = (store: Store, groupId: number, hour: number, last: number): void => {
  store.run(`delete from feature_store_pending where group_id = ? and ${HOUR} = ? and seq <= ?`, groupId, hour, last);
};

/** Removes at most `limit` rows of a group, within the caller's transaction; false when there was none. */
export const removeSomePending = (store: Store, groupId: number, limit: number): boolean =>
  store.run(
    'delete from feature_store_pending where seq in (select seq from feature_store_pending where group_id = ? limit ?)',
    ...[groupId, limit],
  ) > 0;
