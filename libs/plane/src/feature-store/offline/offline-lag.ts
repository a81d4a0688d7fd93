/** How long the offline store may take to show what was acknowledged: a setting of the plane, kept over restarts. */
import type { Store } from '../../store/store.ts';

export const OFFLINE_LAG_SCHEMA = [
  'create table if not exists feature_store_lag (id integer primary key check (id = 1), lag_ms integer not null)',
];

/** AWS writes within 15 minutes; whoever works on a laptop need not wait for that. */
const DEFAULT_OFFLINE_LAG_MS = 1000;

/** Milliseconds of service time. */
export const offlineLag = (store: Store): number =>
  store.get<{ lag_ms: number }>('select lag_ms from feature_store_lag where id = 1')?.lag_ms ?? DEFAULT_OFFLINE_LAG_MS;

/** Writes within the caller's transaction. */
export const saveOfflineLag = (store: Store, lag: number): void => {
  store.run('insert or replace into feature_store_lag (id, lag_ms) values (1, ?)', lag);
};
