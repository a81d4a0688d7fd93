/** Walks keys in their order and rolls up those that share a prefix, seeking past each such group instead of reading it. */

/** Keys as bytes: S3 orders by UTF-8. */
export interface Scan<Row> {
  readonly prefix: Buffer;
  /** Empty for none. */
  readonly delimiter: Buffer;
  /** The first key that may come; inclusive. */
  readonly from: Buffer;
  readonly limit: number;
  /** Up to `count` rows with `from` <= key < `to` (no upper bound when undefined), in order. */
  readonly rows: (from: Buffer, to: Buffer | undefined, count: number) => readonly Row[];
  readonly keyOf: (row: Row) => Buffer;
}

export interface Page<Row> {
  readonly rows: Row[];
  readonly commonPrefixes: Buffer[];
  /** Where the next page begins; undefined at the end. */
  readonly next: Buffer | undefined;
}

/** The first key after every key that begins with `prefix`; undefined when there is none. UTF-8 has no byte 0xff. */
export const afterPrefix = (prefix: Buffer): Buffer | undefined => {
  if (prefix.length === 0) return undefined;
  const after = Buffer.from(prefix);
  after[after.length - 1]! += 1;
  return after;
};

/** The first key after `key`. */
export const afterKey = (key: Buffer): Buffer => Buffer.concat([key, Buffer.from([0])]);

const MOST_ROWS = 1001;

const later = (a: Buffer, b: Buffer): Buffer => (Buffer.compare(a, b) >= 0 ? a : b);

/** A page of `limit` rows and common prefixes together, in the order of their keys. */
export const scanKeys = <Row>({ prefix, delimiter, from, limit, rows, keyOf }: Scan<Row>): Page<Row> => {
  const page: Page<Row> = { rows: [], commonPrefixes: [], next: undefined };
  const end = afterPrefix(prefix);
  let cursor = later(from, prefix);
  let count = 0;
  // Among groups one row shows the next group; among plain keys a batch is cheaper.
  let batch = delimiter.length === 0 ? MOST_ROWS : 2;
  for (;;) {
    const asked = Math.min(batch, limit - count + 1);
    const found = rows(cursor, end, asked);
    let grouped = false;
    for (const row of found) {
      const key = keyOf(row);
      if (Buffer.compare(key, cursor) < 0) continue; // of a group that is counted already
      if (count === limit) return { ...page, next: cursor };
      const at = delimiter.length === 0 ? -1 : key.indexOf(delimiter, prefix.length);
      count += 1;
      if (at < 0) {
        page.rows.push(row);
        cursor = afterKey(key);
        continue;
      }
      const group = Buffer.from(key.subarray(0, at + delimiter.length));
      page.commonPrefixes.push(group);
      grouped = true;
      cursor = afterPrefix(group)!;
    }
    if (found.length < asked) return page;
    batch = delimiter.length === 0 ? MOST_ROWS : grouped ? 2 : Math.min(batch * 2, MOST_ROWS);
  }
};
