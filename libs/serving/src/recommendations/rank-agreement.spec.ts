import { describe, expect, it } from 'vitest';
import { kendallTau, overlapAt, rankBiasedOverlap } from './rank-agreement.ts';

const letters = (text: string) => text.split('');

describe('overlapAt', () => {
  it.each([
    ['abc', 'abc', 3, 1],
    ['abcd', 'dcxy', 4, 0.5],
    ['abcd', 'dcxy', 2, 0],
    ['ab', 'abcd', 4, 0.5],
    ['', '', 5, 1],
    ['a', '', 5, 0],
  ])('of %j and %j at %d is %d', (a, b, k, expected) => expect(overlapAt(k, letters(a), letters(b))).toBe(expected));
});

describe('rankBiasedOverlap', () => {
  it('is 1 for the same and 0 for nothing in common', () => {
    expect(rankBiasedOverlap(letters('abcde'), letters('abcde'))).toBeCloseTo(1, 12);
    expect(rankBiasedOverlap(letters('abc'), letters('xyz'))).toBe(0);
    expect(rankBiasedOverlap([], [])).toBe(1);
  });

  it('is what the definition gives for lists of one length', () => {
    // RBO_ext = X_k / k * p^k + (1 - p) / p * sum of X_d / d * p^d (equation 30), by hand for k = 3.
    const p = 0.9;
    const byHand = (2 / 3) * p ** 3 + ((1 - p) / p) * ((0 / 1) * p + (1 / 2) * p ** 2 + (2 / 3) * p ** 3);
    expect(rankBiasedOverlap(letters('abc'), letters('bxa'), p)).toBeCloseTo(byHand, 12);
  });

  it('weighs the first ranks most, does not care which list is first, and takes lists of two lengths', () => {
    const top = rankBiasedOverlap(letters('abcdefghij'), letters('bacdefghij'));
    const bottom = rankBiasedOverlap(letters('abcdefghij'), letters('abcdefghji'));
    expect(top).toBeLessThan(bottom);
    const [long, short] = [letters('abcdefgh'), letters('badx')];
    expect(rankBiasedOverlap(long, short)).toBeCloseTo(rankBiasedOverlap(short, long), 12);
    expect(rankBiasedOverlap(long, long.slice(0, 3))).toBeCloseTo(1, 12);
  });
});

describe('kendallTau', () => {
  it.each([
    ['abcd', 'abcd', 1],
    ['abcd', 'dcba', -1],
    ['abcd', 'abdc', 4 / 6],
    ['axb', 'bya', -1],
    ['ab', 'xa', undefined],
  ])('of %j and %j is %s', (a, b, expected) => {
    const tau = kendallTau(letters(a), letters(b));
    if (expected === undefined) expect(tau).toBeUndefined();
    else expect(tau).toBeCloseTo(expected, 12);
  });
});
