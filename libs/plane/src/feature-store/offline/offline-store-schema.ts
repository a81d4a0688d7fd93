/** What the offline store adds to the tables of the feature store. */
import { OFFLINE_LAG_SCHEMA } from './offline-lag.ts';
import { PENDING_PARTITIONS_SCHEMA } from './pending-partitions.ts';

export const OFFLINE_STORE_SCHEMA = [...OFFLINE_LAG_SCHEMA, ...PENDING_PARTITIONS_SCHEMA];
