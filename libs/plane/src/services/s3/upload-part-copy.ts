/**
 * UploadPartCopy: a part of an open upload from an object, or from a range of its bytes.
 * @source docs - API_UploadPartCopy
 */
import { checksumMembers, DEFAULT_ALGORITHM } from './checksum.ts';
import { copyRange } from './copy-bytes.ts';
import { checkCopySize, findCopySource } from './copy-source.ts';
import { quoteEtag } from './etag.ts';
import { adoptFiles } from './object-files.ts';
import { lastModified } from './object.ts';
import type { S3Handler } from './operation.ts';
import { checkPartNumber } from './part-number.ts';
import { parseCopyRange } from './range.ts';
import { refuseUnsupported } from './unsupported.ts';
import { replacePart, requireUpload } from './upload.ts';

export const uploadPartCopy: S3Handler<'UploadPartCopy'> = async (input, context) => {
  refuseUnsupported(input);
  checkPartNumber(input.PartNumber);
  const upload = requireUpload(context, input);
  const { object, versionId } = findCopySource(context, input);
  const range =
    input.CopySourceRange === undefined
      ? { start: 0, end: object.size }
      : parseCopyRange(input.CopySourceRange, object.size);
  checkCopySize(range.end - range.start);
  const copied = await copyRange(context, object, range, upload.checksum_algorithm ?? DEFAULT_ALGORITHM);
  const modified = lastModified(context);
  await adoptFiles(context, [copied.file], () => {
    requireUpload(context, input);
    replacePart(context, {
      upload: upload.id,
      number: input.PartNumber,
      file: copied.file,
      size: copied.size,
      etag: copied.etag,
      modified,
      checksum_algorithm: copied.checksum.algorithm,
      checksum: copied.checksum.value,
      given_algorithm: null,
      given_checksum: null,
    });
  });
  return {
    ...(versionId === undefined ? {} : { CopySourceVersionId: versionId }),
    CopyPartResult: {
      ETag: quoteEtag(copied.etag),
      LastModified: new Date(modified),
      ...(upload.checksum_algorithm ? checksumMembers(copied.checksum) : {}),
    },
  };
};
