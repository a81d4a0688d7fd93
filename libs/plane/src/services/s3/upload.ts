/** Multipart uploads that are open, as rows. */
import type { CallContext } from '../../service.ts';
import type { ChecksumAlgorithm, ChecksumType } from './checksum.ts';
import { requireBucket, type BucketInput } from './bucket.ts';
import { noSuchUpload } from './errors.ts';
import { keyBytes } from './key.ts';
import { removeAfterCommit } from './object-files.ts';

export interface UploadRow {
  readonly id: string;
  readonly bucket: string;
  readonly key: ArrayBuffer;
  /** Service time in milliseconds. */
  readonly initiated: number;
  /** The ARN of who began it. */
  readonly initiator: string;
  /** What the client asked for; null when it asked for none. */
  readonly checksum_algorithm: ChecksumAlgorithm | null;
  readonly checksum_type: ChecksumType | null;
  readonly storage_class: string;
  readonly headers: string;
  /** A document of tags; null for none. */
  readonly tags: string | null;
}

export interface PartRow {
  readonly upload: string;
  readonly number: number;
  readonly file: string;
  readonly size: number;
  /** Unquoted. */
  readonly etag: string;
  readonly modified: number;
  /** Of the upload's algorithm: what the object's checksum is made of. */
  readonly checksum_algorithm: ChecksumAlgorithm;
  readonly checksum: string;
  /** What the client gave, which an upload without an algorithm takes in any. */
  readonly given_algorithm: ChecksumAlgorithm | null;
  readonly given_checksum: string | null;
}

export interface UploadInput extends BucketInput {
  readonly Key: string;
  readonly UploadId: string;
}

/** The upload in `bucket`, which the caller may use; undefined when there is none, or it is of another key. */
export const findUpload = ({ plane }: Pick<CallContext, 'plane'>, input: UploadInput): UploadRow | undefined =>
  plane.store.get<UploadRow>(
    'select * from s3_upload where id = ? and bucket = ? and key = ?',
    input.UploadId,
    input.Bucket,
    keyBytes(input.Key),
  );

/** @throws NoSuchUpload, also when the upload is of another key, and what {@link requireBucket} throws */
export const requireUpload = (context: CallContext, input: UploadInput): UploadRow => {
  requireBucket(context, input);
  const upload = findUpload(context, input);
  if (!upload) throw noSuchUpload(input.UploadId);
  return upload;
};

/** Deletes an open upload with its parts within the caller's transaction. */
export const deleteUpload = (context: Pick<CallContext, 'plane'>, id: string): void => {
  const { store } = context.plane;
  removeAfterCommit(
    context.plane,
    store.all<{ file: string }>('select file from s3_part where upload = ?', id).map(({ file }) => file),
  );
  store.run('delete from s3_part where upload = ?', id);
  store.run('delete from s3_upload where id = ?', id);
};

/** Puts a part in the place of whatever had its number, within the caller's transaction. */
export const replacePart = (context: CallContext, part: PartRow): void => {
  const { store } = context.plane;
  const old = store.all<{ file: string }>(
    'select file from s3_part where upload = ? and number = ?',
    part.upload,
    part.number,
  );
  removeAfterCommit(
    context.plane,
    old.map(({ file }) => file),
  );
  store.run(
    `insert or replace into s3_part
       (upload, number, file, size, etag, modified, checksum_algorithm, checksum, given_algorithm, given_checksum)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    part.upload,
    part.number,
    part.file,
    part.size,
    part.etag,
    part.modified,
    part.checksum_algorithm,
    part.checksum,
    part.given_algorithm,
    part.given_checksum,
  );
};
