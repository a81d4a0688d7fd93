/** What the offline store has yet to get: rows in the order of their acknowledgement, each acknowledged with its online record. */
import type { SqlValue, Store } from '../store/store.ts';

export interface PendingRow {
  /** Counts up over all groups; never used again. */
  readonly seq: number;
  /** Seconds since the epoch. */
  readonly event_time: number;
  /** When the service received it, in milliseconds since the epoch by the plane's clock. */
  readonly api_invocation_time: number;
  /** 1 for the marker of a deletion, whose values are null but for the identifier and the event time. */
  readonly is_deleted: 0 | 1;
  /**
   * JSON of the values in the order of the group's definitions: a text, a list of texts for a collection, or null.
   * It is shorter than the definitions when features have been added since.
   */
  readonly record: string;
}

/** The oldest rows of a group, at most `limit`. */
export const pendingRows = (store: Store, groupId: number, limit: number, after = 0): PendingRow[] =>
  store.all<PendingRow>(
    `select seq, event_time, api_invocation_time, is_deleted, record from feature_store_pending
      where group_id = ? and seq > ? order by seq limit ?`,
    ...[groupId, after, limit],
  );

/** Removes the rows of a group up to `seq`, within the caller's transaction. */
export const dropPendingRows = (store: Store, groupId: number, seq: number): void => {
  store.run('delete from feature_store_pending where group_id = ? and seq <= ?', groupId, seq);
};

export const hasPendingRows = (store: Store, groupId: number): boolean =>
  store.get('select 1 from feature_store_pending where group_id = ? limit 1', groupId) !== undefined;

const INSERT =
  'insert into feature_store_pending (group_id, event_time, api_invocation_time, is_deleted, record) values ';

/** Adds rows, `values` by five each, within the caller's transaction. */
export const addPendingRows = (store: Store, values: readonly SqlValue[]): void => {
  if (values.length === 0) return;
  store.run(INSERT + '(?, ?, ?, ?, ?), '.repeat(values.length / 5 - 1) + '(?, ?, ?, ?, ?)', ...values);
};
