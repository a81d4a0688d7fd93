/**
 * CreateMultipartUpload: opens an upload and settles what the object will be: headers, class, kind of checksum.
 * @source docs - API_CreateMultipartUpload, "Checking object integrity for multipart uploads"
 */
import { randomBytes } from 'node:crypto';
import { requireBucket } from './bucket.ts';
import { knownAlgorithm } from './checksum.ts';
import { invalidRequest } from './errors.ts';
import { keyBytes } from './key.ts';
import { checksumTypeOf } from './multipart-checksum.ts';
import { encodeHeaders } from './object-headers.ts';
import { lastModified } from './object.ts';
import type { S3Handler } from './operation.ts';
import { tagsOfHeader } from './tags.ts';
import { refuseUnsupported } from './unsupported.ts';

export const createMultipartUpload: S3Handler<'CreateMultipartUpload'> = (input, context) => {
  refuseUnsupported(input);
  requireBucket(context, input);
  const { store } = context.plane;
  const algorithm = input.ChecksumAlgorithm === undefined ? null : knownAlgorithm(input.ChecksumAlgorithm);
  if (input.ChecksumType !== undefined && !algorithm) {
    throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
  }
  const type = algorithm && checksumTypeOf(algorithm, input.ChecksumType);
  const id = randomBytes(48).toString('base64url');
  store.transaction(() =>
    store.run(
      `insert into s3_upload (id, bucket, key, initiated, initiator, checksum_algorithm, checksum_type, storage_class, headers, tags)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      input.Bucket,
      keyBytes(input.Key),
      lastModified(context),
      context.principal.arn,
      algorithm,
      type,
      input.StorageClass ?? 'STANDARD',
      encodeHeaders(input),
      tagsOfHeader(input.Tagging),
    ),
  );
  return {
    Bucket: input.Bucket,
    Key: input.Key,
    UploadId: id,
    ...(algorithm && type ? { ChecksumAlgorithm: algorithm, ChecksumType: type } : {}),
  };
};
