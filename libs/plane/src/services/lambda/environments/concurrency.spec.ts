import { describe, expect, it } from 'vitest';
import { Concurrency } from './concurrency.ts';

const claim = (environments: number) => ({
  ...{ functionKey: 'f', accountKey: 'a', unreserved: 5_000, provisioned: false, environments },
});
const WINDOW_MS = 10_000;

describe('concurrency of a function', () => {
  it('rises by a thousand in ten seconds, and again in the next', () => {
    const concurrency = new Concurrency();
    for (let count = 0; count < 1_002; count += 1) concurrency.enter(claim(2), WINDOW_MS);
    expect(() => concurrency.enter(claim(1_002), WINDOW_MS)).toThrow('Rate Exceeded.');
    concurrency.enter(claim(1_002), 2 * WINDOW_MS);
    expect(concurrency.running('f')).toBe(1_003);
  });

  it('does not rise by events that follow each other, however many', () => {
    const concurrency = new Concurrency();
    for (let count = 0; count < 3_000; count += 1) concurrency.enter(claim(1), WINDOW_MS).leave();
    expect(concurrency.running('f')).toBe(0);
  });
});
