import { seededRandom } from '@gradus/core';
import { describe, expect, it } from 'vitest';
import { chooseTarget, chooseVariant } from './choose.ts';
import type { ContainerConnection } from './container-connection.ts';
import type { VariantRoute } from './endpoint-routes.ts';

const variant = (name: string, weight: number): VariantRoute => ({
  name,
  weight,
  containerName: 'primary',
  targets: [],
});

describe('chooseVariant', () => {
  it('shares by weight over the sum of weights', () => {
    const seeded = seededRandom(7);
    const random = (): number => seeded.next();
    const variants = [variant('a', 3), variant('b', 0), variant('c', 1)];
    const counts: Record<string, number> = { a: 0, b: 0, c: 0 };
    for (let count = 0; count < 10_000; count += 1) counts[chooseVariant(variants, random).name]! += 1;
    expect(counts['b']).toBe(0);
    expect(counts['a']! / 10_000).toBeCloseTo(0.75, 1);
  });

  it('gives all to the first when none has a weight', () => {
    expect(chooseVariant([variant('a', 0), variant('b', 0)], () => 0.9).name).toBe('a');
  });
});

describe('chooseTarget', () => {
  const [one, other] = [{ port: 1 }, { port: 2 }] as unknown as [ContainerConnection, ContainerConnection];

  it('takes any, but another than the one that failed where there is one', () => {
    expect(chooseTarget([one, other], () => 0.6)).toBe(other);
    expect(chooseTarget([one, other], () => 0.6, other)).toBe(one);
    expect(chooseTarget([one], () => 0.6, one)).toBe(one);
    expect(chooseTarget([], () => 0.6)).toBeUndefined();
  });
});
