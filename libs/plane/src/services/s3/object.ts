/** Objects as rows: finding the current version of a key, or the one that a request names. */
import type { CallContext } from '../../service.ts';
import type { StoredFile } from '../../store/objects.ts';
import type { Store } from '../../store/store.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { BucketRow } from './bucket.ts';
import type { ChecksumAlgorithm, ChecksumType } from './checksum.ts';
import { noSuchKey, noSuchVersion } from './errors.ts';
import { keyBytes } from './key.ts';
import { checkVersionId } from './version-id.ts';

export interface ObjectContent {
  /** The file, for an object that came in one piece. */
  readonly file: string | null;
  /** The upload whose parts make up the object. */
  readonly upload: string | null;
  readonly size: number;
  /** Unquoted. */
  readonly etag: string;
  /** Service time in milliseconds, whole seconds: what Last-Modified can say. */
  readonly modified: number;
  readonly checksum_algorithm: ChecksumAlgorithm;
  readonly checksum_type: ChecksumType;
  readonly checksum: string;
  readonly storage_class: string;
  /** A document of {@link ObjectHeaders}. */
  readonly headers: string;
  /** A document of tags; null for none. */
  readonly tags: string | null;
}

export interface ObjectRow extends ObjectContent {
  readonly bucket: string;
  readonly key: ArrayBuffer;
  /** Its version id. */
  readonly version: string;
  /** Orders the versions of a key. */
  readonly seq: number;
}

export interface VersionRow extends ObjectRow {
  /** 1 for a delete marker. */
  readonly marker: number;
  /** Service time in milliseconds at which another version took its place; null for a marker that is the latest. */
  readonly noncurrent: number | null;
}

export const lastModified = (context: Pick<CallContext, 'now'>): number => Math.floor(context.now() / 1000) * 1000;

export const findObject = (store: Store, bucket: string, key: string): ObjectRow | undefined =>
  store.get<ObjectRow>('select * from s3_object where bucket = ? and key = ?', bucket, keyBytes(key));

/** The newest version of a key that is not its current object: where there is none, a delete marker. */
export const latestOther = (store: Store, bucket: string, key: string): VersionRow | undefined =>
  store.get<VersionRow>(
    'select * from s3_version where bucket = ? and key = ? order by seq desc limit 1',
    bucket,
    keyBytes(key),
  );

/** @throws InvalidArgument for what is no version id */
export const findVersion = (
  store: Store,
  bucket: string,
  key: string,
  versionId: string,
): ObjectRow | VersionRow | undefined => {
  checkVersionId(versionId);
  const current = findObject(store, bucket, key);
  if (current?.version === versionId) return current;
  return store.get<VersionRow>(
    'select * from s3_version where bucket = ? and key = ? and version = ?',
    bucket,
    keyBytes(key),
    versionId,
  );
};

export const isMarker = (row: ObjectRow | VersionRow): boolean => 'marker' in row && row.marker === 1;

const markerHeaders = ({ version }: ObjectRow): Record<string, string> => ({
  'x-amz-delete-marker': 'true',
  'x-amz-version-id': version,
});

const isDeleteMarker = (row: ObjectRow): AwsError =>
  new AwsError(
    'MethodNotAllowed',
    405,
    'The specified method is not allowed against this resource.',
    { Method: 'GET', ResourceType: 'DeleteMarker' },
    { ...markerHeaders(row), allow: 'DELETE', 'last-modified': new Date(row.modified).toUTCString() },
  );

/**
 * The current object of a key, or the version that a request names.
 * @throws NoSuchKey, NoSuchVersion, InvalidArgument for what is no version id, MethodNotAllowed for a delete marker by its id
 */
export const requireObject = (
  store: Store,
  bucket: Pick<BucketRow, 'name' | 'versioning'>,
  key: string,
  versionId?: string,
): ObjectRow => {
  if (versionId !== undefined) {
    const version = findVersion(store, bucket.name, key, versionId);
    if (!version) throw noSuchVersion(key, versionId);
    if (isMarker(version)) throw isDeleteMarker(version);
    return version;
  }
  const object = findObject(store, bucket.name, key);
  if (object) return object;
  const marker = bucket.versioning === null ? undefined : latestOther(store, bucket.name, key);
  throw noSuchKey(key, marker && markerHeaders(marker));
};

/** What an answer says of a version: nothing in a bucket that was never versioned. */
export const versionMember = (
  { versioning }: Pick<BucketRow, 'versioning'>,
  { version }: Pick<ObjectRow, 'version'>,
): { VersionId?: string } => (versioning === null ? {} : { VersionId: version });

export interface PartFile extends StoredFile {
  readonly checksum_algorithm: ChecksumAlgorithm;
  readonly checksum: string;
}

/** The files that hold an object's bytes, in order: the parts of a multipart object, else one. */
export const partsOf = (store: Store, object: ObjectContent): PartFile[] =>
  object.file === null
    ? store.all<PartFile>(
        'select file, size, checksum_algorithm, checksum from s3_part where upload = ? order by number',
        object.upload,
      )
    : [
        {
          file: object.file,
          size: object.size,
          checksum_algorithm: object.checksum_algorithm,
          checksum: object.checksum,
        },
      ];
