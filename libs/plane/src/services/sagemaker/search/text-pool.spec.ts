import { describe, expect, it } from 'vitest';
import { TextPool } from './text-pool.ts';

describe('TextPool', () => {
  const texts = Array.from(
    { length: 5000 },
    (_, index) => `${'k\u00e9\u6f22\u{1f600}'.repeat(index % 4)}text ${index}`,
  );

  it('gives each distinct text one code, however often it grows', () => {
    const pool = new TextPool();
    const codes = texts.map((text) => pool.add(text));
    expect(new Set(codes).size).toBe(texts.length);
    expect(texts.map((text) => pool.add(text))).toEqual(codes);
    expect(codes.map((code) => pool.text(code))).toEqual(texts);
    expect(texts.map((text) => pool.find(text))).toEqual(codes);
    expect(pool.size).toBe(texts.length);
  });

  it('looks for a text without keeping it', () => {
    const pool = new TextPool();
    expect(pool.find('none')).toBeUndefined();
    expect(pool.add('')).toBe(0);
    expect(pool.find('a text that is longer than what the pool had room for'.repeat(20))).toBeUndefined();
    expect(pool.add('one')).toBe(1);
    expect([pool.text(0), pool.text(1), pool.size]).toEqual(['', 'one', 2]);
  });

  it('finds parts within texts, not across two', () => {
    const pool = new TextPool();
    for (const text of ['ab', 'cd', 'bc']) pool.add(text);
    expect(pool.next(Buffer.from('bc'), 0, 3)).toBe(2);
    expect(pool.next(Buffer.from('bc'), 0, 2)).toBeUndefined();
  });
});
