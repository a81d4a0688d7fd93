/**
 * ListObjectsV2: keys in UTF-8 order, in pages, those with a common prefix up to the delimiter rolled up.
 * @source docs - API_ListObjectsV2
 */
import { requireBucket } from './bucket.ts';
import { decodeContinuationToken, encodeContinuationToken } from './continuation-token.ts';
import { invalidArgument } from './errors.ts';
import { quoteEtag } from './etag.ts';
import { afterKey, scanKeys } from './key-scan.ts';
import { keyText } from './key.ts';
import { urlEncoder } from './list-encoding.ts';
import type { ObjectRow } from './object.ts';
import type { S3Handler } from './operation.ts';
import { ownerOf } from './owner.ts';
import { refuseUnsupported } from './unsupported.ts';

const MOST_KEYS = 1000;

const COLUMNS = 'key, size, etag, modified, storage_class, checksum_algorithm, checksum_type';

type Row = Pick<
  ObjectRow,
  'key' | 'size' | 'etag' | 'modified' | 'storage_class' | 'checksum_algorithm' | 'checksum_type'
>;

export const listObjectsV2: S3Handler<'ListObjectsV2'> = (input, context) => {
  refuseUnsupported(input);
  const bucket = requireBucket(context, input);
  const { Prefix: prefix = '', Delimiter: delimiter = '', StartAfter: startAfter, ContinuationToken: token } = input;
  const asked = input.MaxKeys ?? MOST_KEYS;
  if (asked < 0) {
    throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647', 'max-keys', String(asked));
  }
  const max = Math.min(asked, MOST_KEYS);
  const encode = urlEncoder(input.EncodingType);
  const from =
    token === undefined
      ? startAfter === undefined
        ? Buffer.alloc(0)
        : afterKey(Buffer.from(startAfter))
      : decodeContinuationToken(token);

  const page = scanKeys<Row>({
    prefix: Buffer.from(prefix),
    delimiter: Buffer.from(delimiter),
    from,
    limit: max,
    rows: (first, end, count) =>
      end
        ? context.plane.store.all<Row>(
            `select ${COLUMNS} from s3_object where bucket = ? and key >= ? and key < ? order by key limit ?`,
            bucket.name,
            first,
            end,
            count,
          )
        : context.plane.store.all<Row>(
            `select ${COLUMNS} from s3_object where bucket = ? and key >= ? order by key limit ?`,
            bucket.name,
            first,
            count,
          ),
    keyOf: (row) => Buffer.from(row.key),
  });
  const owner = ownerOf(bucket.account);
  const next = max > 0 ? page.next : undefined;
  return {
    Name: bucket.name,
    Prefix: encode(prefix),
    MaxKeys: max,
    KeyCount: page.rows.length + page.commonPrefixes.length,
    IsTruncated: next !== undefined,
    ...(input.Delimiter === undefined ? {} : { Delimiter: encode(delimiter) }),
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
    ...(startAfter === undefined ? {} : { StartAfter: encode(startAfter) }),
    ...(token === undefined ? {} : { ContinuationToken: token }),
    ...(next ? { NextContinuationToken: encodeContinuationToken(next) } : {}),
    Contents: page.rows.map((row) => ({
      Key: encode(keyText(row.key)),
      LastModified: new Date(row.modified),
      ETag: quoteEtag(row.etag),
      ChecksumAlgorithm: [row.checksum_algorithm],
      ChecksumType: row.checksum_type,
      Size: row.size,
      StorageClass: row.storage_class as 'STANDARD',
      ...(input.FetchOwner ? { Owner: owner } : {}),
    })),
    CommonPrefixes: page.commonPrefixes.map((group) => ({ Prefix: encode(group.toString('utf8')) })),
  };
};
