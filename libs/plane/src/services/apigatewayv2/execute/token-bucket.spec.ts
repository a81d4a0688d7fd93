import { expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

it('gives a burst, then the rate, and never more than the burst', () => {
  const bucket = new TokenBucket(10, 3, 1000);
  const taken = (now: number, times: number): number =>
    Array.from({ length: times }, () => bucket.take(now)).filter(Boolean).length;
  expect(taken(1000, 5)).toBe(3);
  expect(taken(1099, 1)).toBe(0);
  expect(taken(1100, 2)).toBe(1);
  expect(taken(900, 1)).toBe(0);
  expect(taken(60_000, 9)).toBe(3);
});

it('gives nothing when its burst is 0', () => {
  expect(new TokenBucket(100, 0, 0).take(10_000)).toBe(false);
});
