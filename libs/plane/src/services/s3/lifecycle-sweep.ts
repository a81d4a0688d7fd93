/** Carries out a bucket's life-cycle rules, a slice at a time, so that no other call waits for it. */
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { PlaneServices } from '../../service.ts';
import type { SqlValue } from '../../store/store.ts';
import { findBucket, type BucketRow } from './bucket.ts';
import { deleteCurrent, deleteVersion } from './change-object.ts';
import { keyText } from './key.ts';
import { expiryOf, lifecycleOf, matches, midnightAfter } from './lifecycle-rule.ts';
import type { Change } from './object-event.ts';
import type { ObjectRow, VersionRow } from './object.ts';
import { deleteUpload, type UploadRow } from './upload.ts';

/** Rows per slice: one slice, with all that it deletes, is one transaction. */
const SLICE = 50;

interface Slice {
  readonly change: Change;
  readonly rules: readonly LifecycleRule[];
}

type Place = readonly SqlValue[];

/** Reads the rows behind `place`, expires those that are due, and says where the next slice begins; undefined at the end. */
type Sweep = (slice: Slice, place: Place) => Place | undefined;

const nextPlace = <Row>(rows: readonly Row[], placeOf: (row: Row) => Place): Place | undefined =>
  rows.length < SLICE ? undefined : placeOf(rows.at(-1)!);

const isOver = (now: number, at: number | undefined): boolean => at !== undefined && at <= now;

const sweepCurrent: Sweep = ({ change, rules }, place) => {
  const rows = change.plane.store.all<Pick<ObjectRow, 'key' | 'size' | 'modified' | 'tags'>>(
    'select key, size, modified, tags from s3_object where bucket = ? and key > ? order by key limit ?',
    change.bucket.name,
    ...place,
    SLICE,
  );
  for (const row of rows) {
    const candidate = { key: keyText(row.key), size: row.size, tags: row.tags };
    const due = rules.some((rule) => isOver(change.now, expiryOf(rule, row.modified)) && matches(rule, candidate));
    if (due) deleteCurrent(change, candidate.key);
  }
  return nextPlace(rows, (row) => [Buffer.from(row.key)]);
};

type Other = Pick<VersionRow, 'key' | 'seq' | 'version' | 'marker' | 'noncurrent' | 'size' | 'modified' | 'tags'>;

/** Whether a marker is all that its key has: S3 calls it an expired object delete marker. */
const isAlone = ({ plane, bucket }: Change, { key }: Other): boolean =>
  plane.store.all('select 1 from s3_version where bucket = ? and key = ? limit 2', bucket.name, Buffer.from(key))
    .length === 1;

const isNoncurrentOver = (rule: LifecycleRule, { plane, bucket, now }: Change, row: Other, since: number): boolean => {
  const { NoncurrentDays: days, NewerNoncurrentVersions: kept = 0 } = rule.NoncurrentVersionExpiration ?? {};
  if (days === undefined || midnightAfter(since, days) > now) return false;
  const newer = plane.store.all(
    'select 1 from s3_version where bucket = ? and key = ? and seq > ? and noncurrent is not null limit ?',
    ...[bucket.name, Buffer.from(row.key), row.seq, kept],
  );
  return newer.length >= kept;
};

const isMarkerOver = (rule: LifecycleRule, change: Change, row: Other): boolean =>
  (rule.Expiration?.ExpiredObjectDeleteMarker === true || isOver(change.now, expiryOf(rule, row.modified))) &&
  isAlone(change, row);

const sweepOthers: Sweep = ({ change, rules }, place) => {
  const rows = change.plane.store.all<Other>(
    `select key, seq, version, marker, noncurrent, size, modified, tags from s3_version
     where bucket = ? and (key, seq) > (?, ?) order by key, seq limit ?`,
    change.bucket.name,
    ...place,
    SLICE,
  );
  for (const row of rows) {
    const { noncurrent: since, size, tags } = row;
    const key = keyText(row.key);
    const due = rules.some(
      (rule) =>
        matches(rule, { key, size, tags }) &&
        (since === null ? isMarkerOver(rule, change, row) : isNoncurrentOver(rule, change, row, since)),
    );
    if (due) deleteVersion(change, key, row.version);
  }
  return nextPlace(rows, (row) => [Buffer.from(row.key), row.seq]);
};

const sweepUploads: Sweep = ({ change, rules }, place) => {
  const rows = change.plane.store.all<Pick<UploadRow, 'id' | 'key' | 'initiated'>>(
    `select id, key, initiated from s3_upload where bucket = ? and (key, initiated, id) > (?, ?, ?)
     order by key, initiated, id limit ?`,
    change.bucket.name,
    ...place,
    SLICE,
  );
  for (const { id, key, initiated } of rows) {
    const candidate = { key: keyText(key), size: 0, tags: null };
    const due = rules.some(({ AbortIncompleteMultipartUpload: abort, ...rule }) => {
      const days = abort?.DaysAfterInitiation;
      return days !== undefined && midnightAfter(initiated, days) <= change.now && matches(rule, candidate);
    });
    if (due) deleteUpload(change, id);
  }
  return nextPlace(rows, (row) => [Buffer.from(row.key), row.initiated, row.id]);
};

const NO_KEY = Buffer.alloc(0);

const SWEEPS: readonly { readonly sweep: Sweep; readonly start: Place }[] = [
  { sweep: sweepCurrent, start: [NO_KEY] },
  { sweep: sweepOthers, start: [NO_KEY, 0] },
  { sweep: sweepUploads, start: [NO_KEY, 0, ''] },
];

/** S3 acts by itself: nobody asked from anywhere. */
const changeOfLifecycle = (plane: PlaneServices, bucket: BucketRow, requestId: string): Change => ({
  ...{ plane, bucket, requestId },
  now: plane.clock.now(),
  reason: 'Lifecycle Expiration',
  requester: 's3.amazonaws.com',
});

/** Deletes all that is due by the clock of the plane. It may be repeated, and ends early when it is aborted. */
export const sweepBucket = async (plane: PlaneServices, name: string, aborted: AbortSignal): Promise<void> => {
  const requestId = randomUUID();
  for (const { sweep, start } of SWEEPS) {
    for (let place: Place | undefined = start; place !== undefined;) {
      if (aborted.aborted) return;
      const from: Place = place;
      place = plane.store.transaction(() => {
        // The rules may change between slices.
        const bucket = findBucket(plane.store, name);
        const lifecycle = bucket && lifecycleOf(bucket);
        if (!lifecycle) return undefined;
        return sweep({ change: changeOfLifecycle(plane, bucket, requestId), rules: lifecycle.rules }, from);
      });
      await plane.store.committed();
      await setImmediate();
    }
  }
};
