/**
 * GetObjectAttributes: what is asked for of an object's entity tag, checksum, class, size and parts.
 * @source docs - API_GetObjectAttributes
 */
import { requireBucket } from './bucket.ts';
import { checksumMembers } from './checksum.ts';
import { invalidArgument } from './errors.ts';
import { partsOf, requireObject, versionMember, type ObjectRow, type PartFile } from './object.ts';
import type { S3Handler, S3Input } from './operation.ts';
import { refuseUnsupported } from './unsupported.ts';

const ATTRIBUTES = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];
const MOST_PARTS = 1000;

type Input = S3Input<'GetObjectAttributes'>;

const pageOf = (object: ObjectRow, parts: readonly PartFile[], input: Input) => {
  const { PartNumberMarker: marker = '0', MaxParts: most = MOST_PARTS } = input;
  if (!/^\d{1,10}$/.test(marker)) {
    throw invalidArgument('Invalid part number marker', 'x-amz-part-number-marker', marker);
  }
  if (most < 0) throw invalidArgument('Invalid max-parts', 'x-amz-max-parts', String(most));
  const max = Math.min(most, MOST_PARTS);
  const start = Number(marker);
  const shown = parts.slice(start, start + max);
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: marker,
    NextPartNumberMarker: String(start + shown.length),
    MaxParts: max,
    IsTruncated: start + shown.length < parts.length,
    // S3 shows the parts of objects that have a checksum of their parts' checksums.
    ...(object.checksum_type === 'COMPOSITE'
      ? {
          Parts: shown.map((part, index) => ({
            PartNumber: start + index + 1,
            Size: part.size,
            ...checksumMembers({ algorithm: part.checksum_algorithm, value: part.checksum }),
          })),
        }
      : {}),
  };
};

export const getObjectAttributes: S3Handler<'GetObjectAttributes'> = (input, context) => {
  refuseUnsupported(input);
  // A header, which may be missing.
  const asked: readonly string[] = (input as { readonly ObjectAttributes?: readonly string[] }).ObjectAttributes ?? [];
  const unknown = asked.find((attribute) => !ATTRIBUTES.includes(attribute));
  if (asked.length === 0 || unknown !== undefined) {
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown ?? '');
  }
  const bucket = requireBucket(context, input);
  const { store } = context.plane;
  const object = requireObject(store, bucket, input.Key, input.VersionId);
  const parts = object.upload === null ? [] : partsOf(store, object);
  return {
    LastModified: new Date(object.modified),
    ...versionMember(bucket, object),
    ...(asked.includes('ETag') ? { ETag: object.etag } : {}),
    ...(asked.includes('Checksum')
      ? {
          Checksum: {
            ...checksumMembers({ algorithm: object.checksum_algorithm, value: object.checksum }),
            ChecksumType: object.checksum_type,
          },
        }
      : {}),
    ...(asked.includes('ObjectParts') && parts.length > 0 ? { ObjectParts: pageOf(object, parts, input) } : {}),
    ...(asked.includes('StorageClass') ? { StorageClass: object.storage_class as 'STANDARD' } : {}),
    ...(asked.includes('ObjectSize') ? { ObjectSize: object.size } : {}),
  };
};
