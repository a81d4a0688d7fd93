/**
 * PutObject: the bytes go to a new file, and one transaction puts it in the place of what the key had.
 * @source docs - API_PutObject, "Checking object integrity", "Conditional writes"; error texts from reports of S3's answers
 */
import { requireBucket, type BucketRow } from './bucket.ts';
import { checksumMembers } from './checksum.ts';
import { changeOf, putVersion } from './change-object.ts';
import { checkWriteConditions } from './conditions.ts';
import { quoteEtag } from './etag.ts';
import { expirationMember } from './lifecycle-expiration.ts';
import { adoptFiles } from './object-files.ts';
import { encodeHeaders } from './object-headers.ts';
import { findObject, lastModified } from './object.ts';
import type { S3Handler } from './operation.ts';
import { receive } from './receive.ts';
import { tagsOfHeader } from './tags.ts';
import { refuseUnsupported } from './unsupported.ts';

export const putObject: S3Handler<'PutObject'> = async (input, context) => {
  const { store } = context.plane;
  refuseUnsupported(input);
  const admit = (): BucketRow => {
    const bucket = requireBucket(context, input);
    checkWriteConditions(input, findObject(store, input.Bucket, input.Key));
    return bucket;
  };
  admit();
  const headers = encodeHeaders(input);
  const tags = tagsOfHeader(input.Tagging);
  const received = await receive(context, input);
  const written = await adoptFiles(context, [received.file], () => {
    const bucket = admit(); // much may have happened while the bytes came
    const content = {
      file: received.file,
      upload: null,
      size: received.size,
      etag: received.etag,
      modified: lastModified(context),
      checksum_algorithm: received.kept.algorithm,
      checksum_type: 'FULL_OBJECT' as const,
      checksum: received.kept.value,
      storage_class: input.StorageClass ?? 'STANDARD',
      headers,
      tags,
    };
    return {
      ...putVersion(changeOf(context, bucket, 'PutObject'), input.Key, content),
      ...expirationMember(bucket, input.Key, content),
    };
  });
  return {
    ETag: quoteEtag(received.etag),
    ChecksumType: 'FULL_OBJECT',
    ...checksumMembers(received.kept),
    ...written,
  };
};
