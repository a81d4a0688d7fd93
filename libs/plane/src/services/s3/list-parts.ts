/**
 * ListParts: the parts of an open upload, by number, in pages.
 * @source docs - API_ListParts
 */
import { checksumMembers } from './checksum.ts';
import { invalidArgument } from './errors.ts';
import { quoteEtag } from './etag.ts';
import type { S3Handler } from './operation.ts';
import { ownerOf } from './owner.ts';
import { refuseUnsupported } from './unsupported.ts';
import { requireUpload, type PartRow } from './upload.ts';

const MOST_PARTS = 1000;

export const listParts: S3Handler<'ListParts'> = (input, context) => {
  refuseUnsupported(input);
  const upload = requireUpload(context, input);
  const { MaxParts: asked = MOST_PARTS, PartNumberMarker: marker = '0' } = input;
  if (asked < 0) {
    throw invalidArgument('Argument max-parts must be an integer between 0 and 2147483647', 'max-parts', String(asked));
  }
  if (!/^\d{1,10}$/.test(marker)) {
    throw invalidArgument(
      'Argument part-number-marker must be an integer between 0 and 2147483647',
      'part-number-marker',
      marker,
    );
  }
  const max = Math.min(asked, MOST_PARTS);
  const rows = context.plane.store.all<PartRow>(
    'select * from s3_part where upload = ? and number > ? order by number limit ?',
    upload.id,
    Number(marker),
    max + 1,
  );
  const page = rows.slice(0, max);
  const owner = ownerOf(context.accountId);
  return {
    Bucket: input.Bucket,
    Key: input.Key,
    UploadId: upload.id,
    PartNumberMarker: marker,
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: max,
    IsTruncated: max > 0 && rows.length > max,
    Parts: page.map((part) => ({
      PartNumber: part.number,
      LastModified: new Date(part.modified),
      ETag: quoteEtag(part.etag),
      Size: part.size,
      ...(upload.checksum_algorithm
        ? checksumMembers({ algorithm: upload.checksum_algorithm, value: part.checksum })
        : {}),
    })),
    Initiator: { ID: upload.initiator, DisplayName: upload.initiator },
    Owner: owner,
    StorageClass: upload.storage_class as 'STANDARD',
    ...(upload.checksum_algorithm && upload.checksum_type
      ? { ChecksumAlgorithm: upload.checksum_algorithm, ChecksumType: upload.checksum_type }
      : {}),
  };
};
