/**
 * CompleteMultipartUpload: the listed parts become the object. No byte moves: the object's row names the parts' files.
 * @source docs - API_CompleteMultipartUpload; answers to missing and wrong part checksums from reports of S3's answers
 */
import type { CallContext } from '../../service.ts';
import { requireBucket, type BucketRow } from './bucket.ts';
import { changeOf, putVersion, type ChangedVersion } from './change-object.ts';
import {
  checksumMembers,
  DEFAULT_ALGORITHM,
  givenChecksum,
  type ChecksumType,
  type GivenChecksum,
} from './checksum.ts';
import { completedParts } from './completed-parts.ts';
import { checkWriteConditions } from './conditions.ts';
import { badDigest, entityTooLarge, invalidRequest, noSuchUpload } from './errors.ts';
import { keyBytes } from './key.ts';
import { multipartEtag, quoteEtag } from './etag.ts';
import { checksumTypeOf, multipartChecksum } from './multipart-checksum.ts';
import { expirationMember } from './lifecycle-expiration.ts';
import { removeAfterCommit } from './object-files.ts';
import { findObject, lastModified, versionMember, type ObjectRow } from './object.ts';
import type { S3Handler, S3Input } from './operation.ts';
import { refuseUnsupported } from './unsupported.ts';
import { findUpload, type PartRow, type UploadRow } from './upload.ts';

type Input = S3Input<'CompleteMultipartUpload'>;

/** 48.8 TiB, S3's largest object: 10,000 parts of 5 GiB. */
const MAX_OBJECT_BYTES = 10_000 * 5 * 1024 ** 3;

interface WholeChecksum extends GivenChecksum {
  readonly type: ChecksumType;
}

const wholeChecksum = (upload: UploadRow, parts: readonly PartRow[]): WholeChecksum => {
  const algorithm = upload.checksum_algorithm ?? DEFAULT_ALGORITHM;
  const type = upload.checksum_type ?? checksumTypeOf(algorithm, undefined);
  return { algorithm, type, value: multipartChecksum(algorithm, type, parts) };
};

const checkWhole = (input: Input, size: number, checksum: WholeChecksum): void => {
  if (size > MAX_OBJECT_BYTES) throw entityTooLarge(size, MAX_OBJECT_BYTES);
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}`,
    );
  }
  if (input.ChecksumType !== undefined && input.ChecksumType !== checksum.type) {
    throw invalidRequest(
      `The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  const given = givenChecksum(input);
  if (given && (given.algorithm !== checksum.algorithm || given.value !== checksum.value)) {
    throw badDigest(`The ${given.algorithm} you specified did not match the calculated checksum.`);
  }
};

const answer = (
  context: CallContext,
  input: Input,
  object: Pick<ObjectRow, 'etag' | 'checksum_algorithm' | 'checksum' | 'checksum_type'>,
  written: ChangedVersion,
) => ({
  Location: `${context.plane.url}/${input.Bucket}/${encodeURIComponent(input.Key)}`,
  Bucket: input.Bucket,
  Key: input.Key,
  ETag: quoteEtag(object.etag),
  ...checksumMembers({ algorithm: object.checksum_algorithm, value: object.checksum }),
  ChecksumType: object.checksum_type,
  ...written,
});

/** The version that an upload became: a client whose first answer got lost may ask again. */
const completed = ({ plane: { store } }: CallContext, bucket: BucketRow, { Key, UploadId }: Input): ObjectRow => {
  const current = findObject(store, bucket.name, Key);
  const object =
    current?.upload === UploadId
      ? current
      : store.get<ObjectRow>(
          'select * from s3_version where upload = ? and bucket = ? and key = ?',
          UploadId,
          bucket.name,
          keyBytes(Key),
        );
  if (!object) throw noSuchUpload(UploadId);
  return object;
};

export const completeMultipartUpload: S3Handler<'CompleteMultipartUpload'> = (input, context) => {
  refuseUnsupported(input);
  const { store } = context.plane;
  const bucket = requireBucket(context, input);
  const upload = findUpload(context, input);
  if (!upload) {
    const object = completed(context, bucket, input);
    return answer(context, input, object, versionMember(bucket, object));
  }
  const stored = store.all<PartRow>('select * from s3_part where upload = ?', upload.id);
  const parts = completedParts(
    upload,
    input.MultipartUpload?.Parts ?? [],
    new Map(stored.map((part) => [part.number, part])),
  );
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const checksum = wholeChecksum(upload, parts);
  checkWhole(input, size, checksum);
  const object = {
    file: null,
    upload: upload.id,
    size,
    etag: multipartEtag(parts.map(({ etag }) => etag)),
    modified: lastModified(context),
    checksum_algorithm: checksum.algorithm,
    checksum_type: checksum.type,
    checksum: checksum.value,
    storage_class: upload.storage_class,
    headers: upload.headers,
    tags: upload.tags,
  };
  const written = store.transaction(() => {
    checkWriteConditions(input, findObject(store, input.Bucket, input.Key));
    const unused = stored.filter((part) => !parts.includes(part));
    for (const { number } of unused)
      store.run('delete from s3_part where upload = ? and number = ?', upload.id, number);
    removeAfterCommit(
      context.plane,
      unused.map(({ file }) => file),
    );
    store.run('delete from s3_upload where id = ?', upload.id);
    return {
      ...putVersion(changeOf(context, bucket, 'CompleteMultipartUpload'), input.Key, object),
      ...expirationMember(bucket, input.Key, object),
    };
  });
  return answer(context, input, object, written);
};
