/**
 * ListMultipartUploads: the open uploads of a bucket by key and then by age, in pages, rolled up at a delimiter.
 * @source docs - API_ListMultipartUploads
 */
import { requireBucket } from './bucket.ts';
import { invalidArgument } from './errors.ts';
import { keyText } from './key.ts';
import { urlEncoder } from './list-encoding.ts';
import type { S3Handler } from './operation.ts';
import { ownerOf } from './owner.ts';
import { refuseUnsupported } from './unsupported.ts';
import type { UploadRow } from './upload.ts';

const MOST_UPLOADS = 1000;

type Entry =
  | { readonly kind: 'upload'; readonly key: string; readonly upload: UploadRow }
  | { readonly kind: 'group'; readonly key: string };

/** Uploads and groups in order. Open uploads are few, so one pass over the bucket's is cheap. */
const entriesOf = (uploads: readonly UploadRow[], prefix: string, delimiter: string): Entry[] => {
  const groups = new Set<string>();
  return uploads.flatMap((upload): Entry[] => {
    const key = keyText(upload.key);
    if (!key.startsWith(prefix)) return [];
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (at < 0) return [{ kind: 'upload', key, upload }];
    const group = key.slice(0, at + delimiter.length);
    if (groups.has(group)) return [];
    groups.add(group);
    return [{ kind: 'group', key: group }];
  });
};

/** Drops what an earlier page has shown: up to the marker's key, and of that key up to the marker's upload. */
const afterMarker = (entries: Entry[], keyMarker: string, uploadIdMarker: string | undefined): Entry[] => {
  const marker = Buffer.from(keyMarker);
  const shown = entries.findIndex((entry) => entry.kind === 'upload' && entry.upload.id === uploadIdMarker);
  return entries.filter((entry, index) => {
    const order = Buffer.compare(Buffer.from(entry.key), marker);
    return order > 0 || (order === 0 && entry.kind === 'upload' && shown >= 0 && index > shown);
  });
};

export const listMultipartUploads: S3Handler<'ListMultipartUploads'> = (input, context) => {
  refuseUnsupported(input);
  const bucket = requireBucket(context, input);
  const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker: keyMarker = '' } = input;
  // S3 ignores the upload's marker without the key's.
  const uploadIdMarker = keyMarker === '' ? undefined : input.UploadIdMarker;
  const asked = input.MaxUploads ?? MOST_UPLOADS;
  if (asked < 0) {
    throw invalidArgument(
      'Argument max-uploads must be an integer between 0 and 2147483647',
      'max-uploads',
      String(asked),
    );
  }
  const max = Math.min(asked, MOST_UPLOADS);
  const rows = context.plane.store.all<UploadRow>(
    'select * from s3_upload where bucket = ? order by key, initiated, id',
    bucket.name,
  );
  const entries = afterMarker(entriesOf(rows, prefix, delimiter), keyMarker, uploadIdMarker);
  const page = entries.slice(0, max);
  const last = page.at(-1);
  const more = max > 0 && entries.length > max;
  const encode = urlEncoder(input.EncodingType);
  return {
    Bucket: bucket.name,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: uploadIdMarker ?? '',
    ...(more && last
      ? {
          NextKeyMarker: encode(last.key),
          NextUploadIdMarker: last.kind === 'upload' ? last.upload.id : '',
        }
      : {}),
    Prefix: encode(prefix),
    ...(input.Delimiter === undefined ? {} : { Delimiter: encode(delimiter) }),
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
    MaxUploads: max,
    IsTruncated: more,
    Uploads: page.flatMap((entry) =>
      entry.kind === 'group'
        ? []
        : [
            {
              UploadId: entry.upload.id,
              Key: encode(entry.key),
              Initiated: new Date(entry.upload.initiated),
              StorageClass: entry.upload.storage_class as 'STANDARD',
              Owner: ownerOf(bucket.account),
              Initiator: { ID: entry.upload.initiator, DisplayName: entry.upload.initiator },
              ...(entry.upload.checksum_algorithm && entry.upload.checksum_type
                ? { ChecksumAlgorithm: entry.upload.checksum_algorithm, ChecksumType: entry.upload.checksum_type }
                : {}),
            },
          ],
    ),
    CommonPrefixes: page.flatMap((entry) => (entry.kind === 'group' ? [{ Prefix: encode(entry.key) }] : [])),
  };
};
