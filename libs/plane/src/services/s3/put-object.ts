/**
 * PutObject: the bytes go to a new file, and one transaction puts it in the place of what the key had.
 * @source docs - API_PutObject, "Checking object integrity", "Conditional writes"; error texts from reports of S3's answers
 */
import { requireBucket } from './bucket.ts';
import { checksumMembers } from './checksum.ts';
import { checkWriteConditions } from './conditions.ts';
import { quoteEtag } from './etag.ts';
import { adoptFiles } from './object-files.ts';
import { encodeHeaders } from './object-headers.ts';
import { findObject, lastModified, replaceObjectRow } from './object.ts';
import type { S3Handler } from './operation.ts';
import { receive } from './receive.ts';
import { refuseUnsupported } from './unsupported.ts';

export const putObject: S3Handler<'PutObject'> = async (input, context) => {
  const { store } = context.plane;
  refuseUnsupported(input);
  const admit = (): void => {
    requireBucket(context, input);
    checkWriteConditions(input, findObject(store, input.Bucket, input.Key));
  };
  admit();
  const headers = encodeHeaders(input);
  const received = await receive(context, input);
  await adoptFiles(context, [received.file], () => {
    admit(); // much may have happened while the bytes came
    replaceObjectRow(context, input.Bucket, input.Key, {
      file: received.file,
      upload: null,
      size: received.size,
      etag: received.etag,
      modified: lastModified(context),
      checksum_algorithm: received.kept.algorithm,
      checksum_type: 'FULL_OBJECT',
      checksum: received.kept.value,
      storage_class: input.StorageClass ?? 'STANDARD',
      headers,
    });
  });
  return {
    ETag: quoteEtag(received.etag),
    ChecksumType: 'FULL_OBJECT',
    ...checksumMembers(received.kept),
  };
};
