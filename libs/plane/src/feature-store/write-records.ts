/** Writes records: the online row and the row that waits for the offline store, in one transaction. */
import type { TargetStore, TtlDuration } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import type { PlaneServices } from '../service.ts';
import type { SqlValue } from '../store/store.ts';
import type { CompiledFeatureGroup } from './compiled-feature-group.ts';
import { validationError } from './feature-group-errors.ts';
import { putOnline, type OnlineRow } from './online-records.ts';
import type { ParsedRecord, StoredValue } from './parse-record.ts';
import { addPendingRows } from './pending-rows.ts';
import { ttlSeconds } from './ttl-seconds.ts';

interface Targets {
  readonly online: boolean;
  readonly offline: boolean;
}

export interface RecordWrite {
  readonly group: CompiledFeatureGroup;
  readonly record: ParsedRecord;
  readonly targets: Targets;
  /** In seconds; undefined for never. */
  readonly ttl: number | undefined;
}

/**
 * The stores that a request names, or all that the group has.
 * @throws AwsError ValidationError for a store that the group lacks
 * @source unverified - the text
 */
export const targetStores = (group: CompiledFeatureGroup, stores: readonly TargetStore[] | undefined): Targets => {
  if (!stores) return group;
  const online = stores.includes('OnlineStore');
  const offline = stores.includes('OfflineStore');
  if ((online && !group.online) || (offline && !group.offline)) {
    const missing = online && !group.online ? 'OnlineStore' : 'OfflineStore';
    throw validationError(`TargetStores contains ${missing}, which FeatureGroup ${group.name} does not have.`);
  }
  return { online, offline };
};

/** Milliseconds since the epoch, or null for never. */
export const expiryOf = (eventTime: number, ttl: number | undefined): number | null =>
  ttl === undefined ? null : Math.round((eventTime + ttl) * 1000);

/** The time to live of a record: its own, or else its group's. */
export const recordTtl = (group: CompiledFeatureGroup, ttl: Partial<TtlDuration> | undefined): number | undefined =>
  ttlSeconds(ttl) ?? group.ttl;

/** The values of a row that waits for the offline store. */
export const pendingValues = (
  groupId: number,
  eventTime: number,
  now: number,
  record: string,
  deleted = false,
): SqlValue[] => [groupId, eventTime, now, deleted ? 1 : 0, record];

/**
 * Writes records in their order, within the caller's transaction. An older one, or one that has expired by `now`, goes to
 * the offline store only.
 */
export const writeRecords = (plane: PlaneServices, writes: readonly RecordWrite[], now: number): void => {
  const { store } = plane;
  const pending: SqlValue[] = [];
  let online: OnlineRow[] = [];
  let groupId = 0;
  for (const { group, record, targets, ttl } of writes) {
    const text = JSON.stringify(record.values);
    if (targets.online) {
      const expires = expiryOf(record.eventTime, ttl);
      if (group.id !== groupId) {
        putOnline(store, groupId, online, now);
        online = [];
        groupId = group.id;
      }
      if (expires === null || expires > now) online.push([record.identifier, record.eventTime, expires, text]);
    }
    if (targets.offline) pending.push(...pendingValues(group.id, record.eventTime, now, text));
  }
  putOnline(store, groupId, online, now);
  addPendingRows(plane, pending);
};

/** The marker of a deletion as records are kept: the identifier and the event time, everything else null. */
export const deletionMarker = (group: CompiledFeatureGroup, identifier: string, eventTime: string): string => {
  const values = new Array<StoredValue>(group.features.length).fill(null);
  values[group.identifier] = identifier;
  values[group.eventTime] = eventTime;
  return JSON.stringify(values);
};
