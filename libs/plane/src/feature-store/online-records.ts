/** The online records of feature groups: one each identifier, the one of the latest event time. */
import type { SqlValue, Store } from '../store/store.ts';

export interface OnlineRecord {
  readonly identifier: string;
  /** Seconds since the epoch. */
  readonly event_time: number;
  /** Milliseconds since the epoch; null when it never expires. */
  readonly expires: number | null;
  /** JSON of the values in the order of the definitions; null for a tombstone. */
  readonly record: string | null;
}

/** `identifier, eventTime, expires, record` of one record, in that order. */
export type OnlineRow = readonly [string, number, number | null, string | null];

const INSERT = 'insert into feature_store_record (group_id, identifier, event_time, expires, record) values ';
const REPLACE =
  ' on conflict do update set event_time = excluded.event_time, expires = excluded.expires, record = excluded.record';
const LATER = ' where excluded.event_time > event_time or expires <= ?';

/** An upsert's statement by the number of its rows. */
const putStatements: string[] = [];

const putStatement = (rows: number): string =>
  (putStatements[rows] ??= `${INSERT}${'(?, ?, ?, ?, ?), '.repeat(rows - 1)}(?, ?, ?, ?, ?)${REPLACE}${LATER}`);

/**
 * Puts records in the place of those that are older or have expired by `now`, and leaves later ones; within the caller's
 * transaction. A tombstone is a record too: what is older does not bring the identifier back.
 */
export const putOnline = (store: Store, groupId: number, rows: readonly OnlineRow[], now: number): void => {
  if (rows.length === 0) return;
  const values: SqlValue[] = [];
  for (const row of rows) values.push(groupId, ...row);
  values.push(now);
  store.run(putStatement(rows.length), ...values);
};

/** Puts a record in the place of whatever is there, within the caller's transaction. */
export const replaceOnline = (store: Store, groupId: number, row: OnlineRow): void => {
  store.run(`${INSERT}(?, ?, ?, ?, ?)${REPLACE}`, groupId, ...row);
};

const SELECT = 'select identifier, event_time, expires, record from feature_store_record where group_id = ?';
const LIVE = '(expires is null or expires > ?)';

/** What is there for the identifier and has not expired by `now`, be it a tombstone. */
export const onlineRecord = (
  store: Store,
  groupId: number,
  identifier: string,
  now: number,
): OnlineRecord | undefined => {
  const found = store.get<OnlineRecord>(`${SELECT} and identifier = ?`, groupId, identifier);
  return found && (found.expires === null || found.expires > now) ? found : undefined;
};

/** Those of the identifiers that have a record, without tombstones, by identifier. */
export const onlineRecords = (
  store: Store,
  groupId: number,
  identifiers: readonly string[],
  now: number,
): Map<string, OnlineRecord> => {
  const rows = store.all<OnlineRecord>(
    `${SELECT} and identifier in (select value from json_each(?)) and record is not null and ${LIVE}`,
    ...[groupId, JSON.stringify(identifiers), now],
  );
  return new Map(rows.map((row) => [row.identifier, row]));
};

/** Identifiers in their order, beyond `after`, at most `limit`. */
export const onlineIdentifiers = (
  store: Store,
  groupId: number,
  page: { readonly after: string; readonly limit: number; readonly tombstones: boolean; readonly now: number },
): string[] =>
  store
    .all<{ identifier: string }>(
      `select identifier from feature_store_record where group_id = ? and identifier > ? and ${LIVE}
        ${page.tombstones ? '' : 'and record is not null'} order by identifier limit ?`,
      ...[groupId, page.after, page.now, page.limit],
    )
    .map(({ identifier }) => identifier);

export const removeOnline = (store: Store, groupId: number, identifier: string): void => {
  store.run('delete from feature_store_record where group_id = ? and identifier = ?', groupId, identifier);
};

/** Removes records that have expired by `now`, at most `limit`, within the caller's transaction; returns how many. */
export const sweepOnline = (store: Store, now: number, limit: number): number =>
  store.run(
    `delete from feature_store_record where (group_id, identifier) in
       (select group_id, identifier from feature_store_record where expires <= ? order by expires limit ?)`,
    ...[now, limit],
  );

/** When the next record expires, in milliseconds; undefined when none does. */
export const nextExpiry = (store: Store): number | undefined =>
  store.get<{ expires: number }>(
    'select expires from feature_store_record where expires is not null order by expires limit 1',
  )?.expires;
