/** Objects as rows: finding, replacing and deleting them. */
import type { CallContext } from '../../service.ts';
import type { StoredFile } from '../../store/objects.ts';
import type { Store } from '../../store/store.ts';
import type { ChecksumAlgorithm, ChecksumType } from './checksum.ts';
import { noSuchKey } from './errors.ts';
import { keyBytes } from './key.ts';
import { removeAfterCommit } from './object-files.ts';

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
}

export interface ObjectRow extends ObjectContent {
  readonly bucket: string;
  readonly key: ArrayBuffer;
}

export const lastModified = (context: CallContext): number => Math.floor(context.now() / 1000) * 1000;

export const findObject = (store: Store, bucket: string, key: string): ObjectRow | undefined =>
  store.get<ObjectRow>('select * from s3_object where bucket = ? and key = ?', bucket, keyBytes(key));

/** @throws NoSuchKey */
export const requireObject = (store: Store, bucket: string, key: string): ObjectRow => {
  const object = findObject(store, bucket, key);
  if (!object) throw noSuchKey(key);
  return object;
};

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

/** Deletes an object within the caller's transaction; its files follow once that is durable. False when there is none. */
export const deleteObjectRow = (context: CallContext, bucket: string, key: string): boolean => {
  const { store } = context.plane;
  const object = findObject(store, bucket, key);
  if (!object) return false;
  removeAfterCommit(
    context.plane,
    partsOf(store, object).map(({ file }) => file),
  );
  if (object.upload !== null) store.run('delete from s3_part where upload = ?', object.upload);
  store.run('delete from s3_object where bucket = ? and key = ?', bucket, keyBytes(key));
  return true;
};

/** Puts an object in the place of whatever the key had, within the caller's transaction. */
export const replaceObjectRow = (context: CallContext, bucket: string, key: string, content: ObjectContent): void => {
  deleteObjectRow(context, bucket, key);
  context.plane.store.run(
    `insert into s3_object (bucket, key, file, upload, size, etag, modified, checksum_algorithm, checksum_type, checksum, storage_class, headers)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    bucket,
    keyBytes(key),
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
  );
};
