import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keySet, rowsDigest } from './rows-digest.ts';

const hash = (text: string | number) => createHash('sha256').update(String(text)).digest();
const digestOf = (rows: readonly (string | number)[]) => {
  const digest = rowsDigest();
  for (const row of rows) digest.add(hash(row));
  return digest.value();
};

describe('rowsDigest', () => {
  it('depends on the rows, not on their order', () => {
    expect(digestOf(['a', 'b', 'c'])).toBe(digestOf(['c', 'a', 'b']));
    expect(digestOf(['a', 'b'])).not.toBe(digestOf(['a', 'b', 'b']));
    expect(digestOf(['a'])).toBe(hash('a').toString('hex'));
  });
});

describe('keySet', () => {
  it('knows every key again, and no other', () => {
    const set = keySet(8);
    for (let key = 0; key < 20_000; key += 1) expect(set.add(hash(key))).toBe(true);
    for (let key = 0; key < 20_000; key += 1) expect(set.add(hash(key))).toBe(false);
    expect(set.add(Buffer.alloc(8))).toBe(true);
    expect(set.add(Buffer.alloc(8))).toBe(false);
  });
});
