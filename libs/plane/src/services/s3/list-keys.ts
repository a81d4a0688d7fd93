/** A page of a bucket's keys, as ListObjects and ListObjectsV2 show them. */
import type { CommonPrefix } from '@aws-sdk/client-s3';
import type { Store } from '../../store/store.ts';
import { invalidArgument } from './errors.ts';
import { quoteEtag } from './etag.ts';
import { scanKeys, type Page } from './key-scan.ts';
import { keyText } from './key.ts';
import type { ObjectRow } from './object.ts';
import type { Owner } from './owner.ts';

export const MOST_KEYS = 1000;

const COLUMNS = 'key, size, etag, modified, storage_class, checksum_algorithm, checksum_type';

export type KeyRow = Pick<
  ObjectRow,
  'key' | 'size' | 'etag' | 'modified' | 'storage_class' | 'checksum_algorithm' | 'checksum_type'
>;

/**
 * How many keys a page holds at most.
 * @throws InvalidArgument
 */
export const pageSize = (asked = MOST_KEYS): number => {
  if (asked < 0) {
    throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647', 'max-keys', String(asked));
  }
  return Math.min(asked, MOST_KEYS);
};

/** Keys from `from` on, those with a common prefix up to the delimiter rolled up. */
export const listKeys = (
  store: Store,
  bucket: string,
  page: { readonly prefix: string; readonly delimiter: string; readonly from: Buffer; readonly limit: number },
): Page<KeyRow> =>
  scanKeys<KeyRow>({
    prefix: Buffer.from(page.prefix),
    delimiter: Buffer.from(page.delimiter),
    from: page.from,
    limit: page.limit,
    rows: (first, end, count) =>
      end
        ? store.all<KeyRow>(
            `select ${COLUMNS} from s3_object where bucket = ? and key >= ? and key < ? order by key limit ?`,
            bucket,
            first,
            end,
            count,
          )
        : store.all<KeyRow>(
            `select ${COLUMNS} from s3_object where bucket = ? and key >= ? order by key limit ?`,
            bucket,
            first,
            count,
          ),
    keyOf: (row) => Buffer.from(row.key),
  });

export const contentsOf = (rows: readonly KeyRow[], encode: (text: string) => string, owner: Owner | undefined) =>
  rows.map((row) => ({
    Key: encode(keyText(row.key)),
    LastModified: new Date(row.modified),
    ETag: quoteEtag(row.etag),
    ChecksumAlgorithm: [row.checksum_algorithm],
    ChecksumType: row.checksum_type,
    Size: row.size,
    StorageClass: row.storage_class as 'STANDARD',
    ...(owner ? { Owner: owner } : {}),
  }));

export const prefixesOf = (groups: readonly Buffer[], encode: (text: string) => string): CommonPrefix[] =>
  groups.map((group) => ({ Prefix: encode(group.toString('utf8')) }));
