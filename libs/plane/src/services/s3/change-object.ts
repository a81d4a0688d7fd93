/** Writing and deleting versions, as the bucket's versioning says: each within the caller's transaction, with its event. */
import type { CallContext } from '../../service.ts';
import type { BucketRow } from './bucket.ts';
import { keyBytes } from './key.ts';
import { removeAfterCommit } from './object-files.ts';
import { recordEvent, type Change } from './object-event.ts';
import {
  findObject,
  findVersion,
  isMarker,
  latestOther,
  partsOf,
  versionMember,
  type ObjectContent,
  type ObjectRow,
  type VersionRow,
} from './object.ts';
import { nextSequence } from './sequence.ts';
import { encodeVersionId, NULL_VERSION } from './version-id.ts';

const CONTENT =
  'file, upload, size, etag, modified, checksum_algorithm, checksum_type, checksum, storage_class, headers, tags';
/** The plane listens on loopback alone. */
const LOOPBACK = '127.0.0.1';
/** S3's tag of a delete marker: the MD5 of nothing. */
const EMPTY_ETAG = 'd41d8cd98f00b204e9800998ecf8427e';

/** A change that a caller asked for; `reason` is the operation as events name it. */
export const changeOf = (context: CallContext, bucket: BucketRow, reason: string): Change => ({
  plane: context.plane,
  bucket,
  now: context.now(),
  reason,
  requester: context.accountId,
  requestId: context.requestId,
  sourceIp: LOOPBACK,
});

/** What an answer says of the version that a call wrote or deleted. */
export interface ChangedVersion {
  readonly VersionId?: string;
  readonly DeleteMarker?: boolean;
}

/** The row goes, and its files once that is durable. */
const remove = ({ plane, bucket }: Change, key: string, row: ObjectRow | VersionRow): void => {
  const { store } = plane;
  removeAfterCommit(
    plane,
    partsOf(store, row).map(({ file }) => file),
  );
  if (row.upload !== null) store.run('delete from s3_part where upload = ?', row.upload);
  if ('marker' in row) {
    store.run('delete from s3_version where bucket = ? and key = ? and seq = ?', bucket.name, keyBytes(key), row.seq);
  } else {
    store.run('delete from s3_object where bucket = ? and key = ?', bucket.name, keyBytes(key));
  }
};

/** Makes room for the next version of a key: a new `null` takes the place of the old one, all others stay as noncurrent. */
const retire = (change: Change, key: string, next: string): void => {
  const { plane, bucket, now } = change;
  const { store } = plane;
  const bytes = keyBytes(key);
  const replaced =
    next !== NULL_VERSION
      ? undefined
      : bucket.versioning === null
        ? findObject(store, bucket.name, key)
        : findVersion(store, bucket.name, key, NULL_VERSION);
  if (replaced) remove(change, key, replaced);
  if (bucket.versioning === null) return;
  store.run(
    'update s3_version set noncurrent = ? where bucket = ? and key = ? and noncurrent is null',
    now,
    bucket.name,
    bytes,
  );
  store.run(
    `insert into s3_version (bucket, key, seq, version, marker, noncurrent, ${CONTENT})
     select bucket, key, seq, version, 0, ?, ${CONTENT} from s3_object where bucket = ? and key = ?`,
    now,
    bucket.name,
    bytes,
  );
  store.run('delete from s3_object where bucket = ? and key = ?', bucket.name, bytes);
};

/** The place and id of a new version; a bucket without versions and events needs no places. */
const newVersion = ({ plane, bucket }: Change): { seq: number; version: string } => {
  const seq = bucket.versioning === null && bucket.events !== 1 ? 0 : nextSequence(plane.store);
  return { seq, version: bucket.versioning === 'Enabled' ? encodeVersionId(seq) : NULL_VERSION };
};

/** Makes `content` the current version of a key. */
export const putVersion = (change: Change, key: string, content: ObjectContent): ChangedVersion => {
  const { plane, bucket } = change;
  const { seq, version } = newVersion(change);
  retire(change, key, version);
  plane.store.run(
    `insert into s3_object (bucket, key, version, seq, ${CONTENT}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    bucket.name,
    keyBytes(key),
    version,
    seq,
    content.file,
    content.upload,
    content.size,
    content.etag,
    content.modified,
    content.checksum_algorithm,
    content.checksum_type,
    content.checksum,
    content.storage_class,
    content.headers,
    content.tags,
  );
  recordEvent(change, 'Object Created', key, { ...content, version }, { sequence: seq });
  return versionMember(bucket, { version });
};

/** Deletes what a key shows: for good in a bucket that was never versioned, else behind a delete marker. */
export const deleteCurrent = (change: Change, key: string): ChangedVersion => {
  const { plane, bucket } = change;
  if (bucket.versioning === null) {
    const object = findObject(plane.store, bucket.name, key);
    if (object) deleteForGood(change, key, object);
    return {};
  }
  const { seq, version } = newVersion(change);
  retire(change, key, version);
  plane.store.run(
    `insert into s3_version (bucket, key, seq, version, marker, noncurrent, ${CONTENT})
     values (?, ?, ?, ?, 1, null, null, null, 0, ?, ?, '', '', '', 'STANDARD', '', null)`,
    bucket.name,
    keyBytes(key),
    seq,
    version,
    EMPTY_ETAG,
    Math.floor(change.now / 1000) * 1000,
  );
  recordEvent(
    change,
    'Object Deleted',
    key,
    { etag: EMPTY_ETAG, version },
    { sequence: seq, deletionType: 'Delete Marker Created' },
  );
  return { DeleteMarker: true, VersionId: version };
};

/** What is newest now becomes the current version. */
const promote = ({ plane, bucket }: Change, key: string): void => {
  const { store } = plane;
  const latest = findObject(store, bucket.name, key) ? undefined : latestOther(store, bucket.name, key);
  if (!latest) return;
  const at = [bucket.name, keyBytes(key), latest.seq] as const;
  if (isMarker(latest)) {
    store.run('update s3_version set noncurrent = null where bucket = ? and key = ? and seq = ?', ...at);
    return;
  }
  store.run(
    `insert into s3_object (bucket, key, version, seq, ${CONTENT})
     select bucket, key, version, seq, ${CONTENT} from s3_version where bucket = ? and key = ? and seq = ?`,
    ...at,
  );
  store.run('delete from s3_version where bucket = ? and key = ? and seq = ?', ...at);
};

const deleteForGood = (change: Change, key: string, row: ObjectRow | VersionRow): void => {
  remove(change, key, row);
  promote(change, key);
  const { plane, bucket } = change;
  if (bucket.events !== 1) return;
  const sequence = nextSequence(plane.store);
  const { etag, version } = row;
  recordEvent(change, 'Object Deleted', key, { etag, version }, { sequence, deletionType: 'Permanently Deleted' });
};

/**
 * Deletes one version of a key for good, a delete marker too; what was before it shows again. A version that is not there
 * is as good as deleted.
 * @throws InvalidArgument for what is no version id
 */
export const deleteVersion = (change: Change, key: string, versionId: string): ChangedVersion => {
  const row = findVersion(change.plane.store, change.bucket.name, key, versionId);
  if (row) deleteForGood(change, key, row);
  return { VersionId: versionId, ...(row && isMarker(row) ? { DeleteMarker: true } : {}) };
};
