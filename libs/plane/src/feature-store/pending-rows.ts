/** What the offline store has yet to get: rows in the order of their acknowledgement, each acknowledged with its online record. */
import type { PlaneServices } from '../service.ts';
import type { SqlValue, Store } from '../store/store.ts';
import { wakeOfflineStore } from './offline/wake-offline-store.ts';

export const hasPendingRows = (store: Store, groupId: number): boolean =>
  store.get('select 1 from feature_store_pending where group_id = ? limit 1', groupId) !== undefined;

const INSERT =
  'insert into feature_store_pending (group_id, event_time, api_invocation_time, is_deleted, record) values ';

/** What a row is made of: see the table. */
const COLUMNS = 5;

/** Adds rows, `values` by five each, the group first, within the caller's transaction. */
export const addPendingRows = (plane: PlaneServices, values: readonly SqlValue[]): void => {
  if (values.length === 0) return;
  plane.store.run(INSERT + '(?, ?, ?, ?, ?), '.repeat(values.length / COLUMNS - 1) + '(?, ?, ?, ?, ?)', ...values);
  const groups = new Set<number>();
  for (let row = 0; row < values.length; row += COLUMNS) groups.add(values[row] as number);
  for (const group of groups) wakeOfflineStore(plane, group);
};
