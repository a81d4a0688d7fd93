import { describe, expect, it } from 'vitest';
import { afterKey, scanKeys } from './key-scan.ts';

/** Rows as an index gives them, and how many it had to give. */
const indexOf = (keys: readonly string[]) => {
  const sorted = keys.map((key) => Buffer.from(key)).sort((a, b) => Buffer.compare(a, b));
  const index = {
    read: 0,
    queries: 0,
    rows: (from: Buffer, to: Buffer | undefined, count: number): Buffer[] => {
      const found = sorted
        .filter((key) => Buffer.compare(key, from) >= 0 && (!to || Buffer.compare(key, to) < 0))
        .slice(0, count);
      index.read += found.length;
      index.queries += 1;
      return found;
    },
  };
  return index;
};

const scan = (index: ReturnType<typeof indexOf>, options: { delimiter?: string; limit?: number; from?: string } = {}) =>
  scanKeys<Buffer>({
    prefix: Buffer.from(''),
    delimiter: Buffer.from(options.delimiter ?? ''),
    from: Buffer.from(options.from ?? ''),
    limit: options.limit ?? 1000,
    rows: index.rows,
    keyOf: (row) => row,
  });

describe('scanKeys', () => {
  it('seeks past a group instead of reading it', () => {
    const index = indexOf(
      Array.from({ length: 50 }, (_, group) => Array.from({ length: 200 }, (__, key) => `g${group}/${key}`)).flat(),
    );
    const page = scan(index, { delimiter: '/' });
    expect(page.commonPrefixes).toHaveLength(50);
    expect(page.next).toBeUndefined();
    expect(index.read).toBeLessThan(150);
  });

  it('reads plain keys in few queries, also with a delimiter', () => {
    const index = indexOf(Array.from({ length: 1000 }, (_, key) => `key-${key}`));
    expect(scan(index, { delimiter: '/' }).rows).toHaveLength(1000);
    expect(index.queries).toBeLessThan(15);
  });

  it('says where the next page begins', () => {
    const index = indexOf(['a', 'b', 'c/1', 'c/2', 'd']);
    expect(scan(index, { limit: 2 }).next).toEqual(afterKey(Buffer.from('b')));
    expect(scan(index, { limit: 3, delimiter: '/' }).next?.toString()).toBe('c0');
    expect(scan(index, { from: 'c0' }).rows.map(String)).toEqual(['d']);
    expect(scan(index, { limit: 4, delimiter: '/' }).next).toBeUndefined();
  });
});
