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

  const reasonOf = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return (error as { members: { Reason: string } }).members.Reason;
    }
  };

  it("shares the account's pool with other functions that have no share of their own", () => {
    const concurrency = new Concurrency();
    const enter = (functionKey: string) => concurrency.enter({ ...claim(0), functionKey, unreserved: 2 }, WINDOW_MS);
    const first = enter('f');
    enter('g');
    expect(reasonOf(() => enter('h'))).toBe('ConcurrentInvocationLimitExceeded');
    first.leave();
    enter('h');
    expect([concurrency.running('f'), concurrency.running('h')]).toEqual([0, 1]);
  });

  it('has a reserved share as guarantee and as ceiling; none of it stops the function', () => {
    const concurrency = new Concurrency();
    const reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
    concurrency.enter({ ...claim(0), functionKey: 'g', unreserved: 1 }, WINDOW_MS);
    concurrency.enter({ ...claim(0), reserved: 1, unreserved: 1 }, WINDOW_MS);
    expect(reasonOf(() => concurrency.enter({ ...claim(0), reserved: 1 }, WINDOW_MS))).toBe(reason);
    expect(reasonOf(() => concurrency.enter({ ...claim(0), functionKey: 'h', reserved: 0 }, WINDOW_MS))).toBe(reason);
  });

  it('takes nothing of the pool by what is kept ahead', () => {
    const concurrency = new Concurrency();
    concurrency.enter({ ...claim(1), unreserved: 1, provisioned: true }, WINDOW_MS);
    concurrency.enter({ ...claim(0), functionKey: 'g', unreserved: 1 }, WINDOW_MS);
    expect(concurrency.running('f')).toBe(1);
  });

  it('begins ten times as many events in a second', () => {
    const concurrency = new Concurrency();
    const enter = (now: number): void => concurrency.enter({ ...claim(1), reserved: 2 }, now).leave();
    for (let count = 0; count < 20; count += 1) enter(WINDOW_MS);
    expect(reasonOf(() => enter(WINDOW_MS + 999))).toBe('ReservedFunctionInvocationRateLimitExceeded');
    enter(WINDOW_MS + 1_000);
  });
});
