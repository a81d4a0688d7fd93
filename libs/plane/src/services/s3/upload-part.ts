/**
 * UploadPart: a part of an open upload; a part sent again takes the place of the one before.
 * @source docs - API_UploadPart; checksum mismatches against the upload's algorithm from reports of S3's answers
 */
import { checksumMembers, DEFAULT_ALGORITHM, givenChecksum } from './checksum.ts';
import { invalidRequest } from './errors.ts';
import { quoteEtag } from './etag.ts';
import { adoptFiles } from './object-files.ts';
import { lastModified } from './object.ts';
import type { S3Handler } from './operation.ts';
import { checkPartNumber } from './part-number.ts';
import { receive } from './receive.ts';
import { refuseUnsupported } from './unsupported.ts';
import { replacePart, requireUpload, type UploadRow } from './upload.ts';

/**
 * An upload that named an algorithm takes parts with a checksum of that algorithm and no others. One that named none takes
 * any, and its object gets S3's default checksum.
 */
const checkAlgorithm = (upload: UploadRow, given: string | undefined): void => {
  if (upload.checksum_algorithm === null || upload.checksum_algorithm === given) return;
  // A full-object CRC can be made from what the plane computes itself.
  if (given === undefined && upload.checksum_type === 'FULL_OBJECT') return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksum_algorithm.toLowerCase()}, actual checksum Type: ${given?.toLowerCase() ?? 'null'}`,
  );
};

export const uploadPart: S3Handler<'UploadPart'> = async (input, context) => {
  refuseUnsupported(input);
  checkPartNumber(input.PartNumber);
  const upload = requireUpload(context, input);
  const announced = givenChecksum(input)?.algorithm ?? input.ChecksumAlgorithm;
  if (announced !== undefined) checkAlgorithm(upload, announced);
  const received = await receive(context, input, upload.checksum_algorithm ?? DEFAULT_ALGORITHM);
  await adoptFiles(context, [received.file], () => {
    requireUpload(context, input);
    checkAlgorithm(upload, received.given?.algorithm);
    replacePart(context, {
      upload: upload.id,
      number: input.PartNumber,
      file: received.file,
      size: received.size,
      etag: received.etag,
      modified: lastModified(context),
      checksum_algorithm: received.kept.algorithm,
      checksum: received.kept.value,
      given_algorithm: received.given?.algorithm ?? null,
      given_checksum: received.given?.value ?? null,
    });
  });
  return {
    ETag: quoteEtag(received.etag),
    ...checksumMembers(received.given ?? received.kept),
  };
};
