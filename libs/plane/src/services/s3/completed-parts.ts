/** The list of parts that CompleteMultipartUpload gets, held against the parts that came. */
import { AwsError } from '../../wire/aws-error.ts';
import { givenChecksum } from './checksum.ts';
import { invalidPart, invalidRequest, malformedXml } from './errors.ts';
import { unquoteEtag } from './etag.ts';
import type { PartRow, UploadRow } from './upload.ts';

/** Of every part but the last. */
const MIN_PART_BYTES = 5 * 1024 ** 2;

export interface ListedPart {
  readonly PartNumber?: number;
  readonly ETag?: string;
}

const checkOrder = (listed: readonly ListedPart[]): void => {
  for (const [index, part] of listed.entries()) {
    if (part.PartNumber === undefined || part.ETag === undefined) throw malformedXml();
    if (index > 0 && part.PartNumber <= listed[index - 1]!.PartNumber!) {
      throw new AwsError(
        'InvalidPartOrder',
        400,
        'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
      );
    }
  }
};

const checkChecksum = (upload: UploadRow, part: PartRow, listed: ListedPart): void => {
  const given = givenChecksum(listed);
  const known =
    given?.algorithm === part.checksum_algorithm
      ? part.checksum
      : given?.algorithm === part.given_algorithm
        ? part.given_checksum
        : null;
  if (given && given.value !== known) throw invalidPart(upload.id, part.number, part.etag);
  if (!given && upload.checksum_type === 'COMPOSITE') {
    throw invalidRequest(
      `The upload was created using a ${upload.checksum_algorithm?.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    );
  }
};

/**
 * The rows of the parts that make up the object, in order.
 * @throws MalformedXML, InvalidPartOrder, InvalidPart, InvalidRequest, EntityTooSmall
 */
export const completedParts = (
  upload: UploadRow,
  listed: readonly ListedPart[],
  stored: ReadonlyMap<number, PartRow>,
): PartRow[] => {
  if (listed.length === 0) throw malformedXml();
  checkOrder(listed);
  const parts = listed.map((entry) => {
    const etag = unquoteEtag(entry.ETag ?? '');
    const part = stored.get(entry.PartNumber ?? 0);
    if (part?.etag !== etag) throw invalidPart(upload.id, entry.PartNumber ?? 0, etag);
    checkChecksum(upload, part, entry);
    return part;
  });
  for (const part of parts.slice(0, -1)) {
    if (part.size < MIN_PART_BYTES) {
      throw new AwsError('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
        ProposedSize: String(part.size),
        MinSizeAllowed: String(MIN_PART_BYTES),
        PartNumber: String(part.number),
        ETag: part.etag,
      });
    }
  }
  return parts;
};
