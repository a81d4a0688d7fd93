/** Walks the versions of a bucket's keys, newest first, and rolls up keys that share a prefix, seeking past each such group. */
import type { Store } from '../../store/store.ts';
import { afterPrefix } from './key-scan.ts';
import { groupOf } from './list-marker.ts';
import type { VersionRow } from './object.ts';

/** A row of either table; `latest` is 1 for the current object and for a delete marker that is the newest. */
export type ListedVersion = Pick<
  VersionRow,
  | 'key'
  | 'seq'
  | 'version'
  | 'marker'
  | 'size'
  | 'etag'
  | 'modified'
  | 'storage_class'
  | 'checksum_algorithm'
  | 'checksum_type'
> & { readonly latest: number };

/** The first version that may come: of `key` only those older than `before`, of later keys all. */
export interface VersionPlace {
  readonly key: Buffer;
  readonly before: number;
}

/** Beyond every place in the sequence: all versions of a key. */
export const ALL_VERSIONS = Number.MAX_SAFE_INTEGER;

const COLUMNS = 'key, seq, version, size, etag, modified, storage_class, checksum_algorithm, checksum_type';
const MOST_ROWS = 1001;
/** No key begins with this byte, which UTF-8 has not. */
const BEHIND_ALL = Buffer.from([0xff]);

const readVersions = (store: Store, bucket: string, { key, before }: VersionPlace, end: Buffer, count: number) => {
  const range = 'bucket = ? and key >= ? and key < ? and (key > ? or seq < ?)';
  const values = [bucket, key, end, key, before];
  return store.all<ListedVersion>(
    `select ${COLUMNS}, 0 as marker, 1 as latest from s3_object where ${range}
     union all select ${COLUMNS}, marker, noncurrent is null as latest from s3_version where ${range}
     order by key, seq desc limit ?`,
    ...[...values, ...values, count],
  );
};

export interface VersionPage {
  readonly rows: ListedVersion[];
  readonly commonPrefixes: Buffer[];
  /** What the page shows last; undefined when nothing follows. */
  readonly last: ListedVersion | Buffer | undefined;
}

/** A page of `limit` versions and common prefixes together, in the order of their keys. */
export const scanVersions = (
  store: Store,
  bucket: string,
  asked: { readonly prefix: Buffer; readonly delimiter: Buffer; readonly from: VersionPlace; readonly limit: number },
): VersionPage => {
  const { prefix, delimiter, limit } = asked;
  const rows: ListedVersion[] = [];
  const commonPrefixes: Buffer[] = [];
  const end = afterPrefix(prefix) ?? BEHIND_ALL;
  let place = Buffer.compare(asked.from.key, prefix) >= 0 ? asked.from : { key: prefix, before: ALL_VERSIONS };
  let last: ListedVersion | Buffer | undefined;
  for (;;) {
    const count = Math.min(MOST_ROWS, limit - rows.length - commonPrefixes.length + 1);
    const found = readVersions(store, bucket, place, end, count);
    let grouped = false;
    for (const row of found) {
      if (rows.length + commonPrefixes.length === limit) return { rows, commonPrefixes, last };
      const key = Buffer.from(row.key);
      const group = groupOf(key, prefix, delimiter);
      if (group) {
        commonPrefixes.push(group);
        place = { key: afterPrefix(group)!, before: ALL_VERSIONS };
        last = group;
        grouped = true;
        break; // the rest of the batch may be of the group
      }
      rows.push(row);
      place = { key, before: row.seq };
      last = row;
    }
    if (!grouped && found.length < count) return { rows, commonPrefixes, last: undefined };
  }
};
