import { describe, expect, it } from 'vitest';
import { seededRandom } from './seeded-random.ts';

const draw = (seed: number | string, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('seededRandom', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    expect(draw(42, 100)).toEqual(draw(42, 100));
    expect(draw(42, 100)).not.toEqual(draw(43, 100));
  });

  it('keeps its numbers: artifacts made from a seed stay what they were', () => {
    expect(draw(42, 3)).toMatchInlineSnapshot(`
      [
        0.7953329909692713,
        0.8285165246532211,
        0.317029022220662,
      ]
    `);
  });

  it('is uniform', () => {
    const counts = new Array<number>(20).fill(0);
    for (const value of draw('uniform', 100_000)) counts[Math.floor(value * 20)]! += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0);
    expect(chiSquare).toBeLessThan(43.8); // 0.999 quantile at 19 degrees of freedom
  });

  it('has normals of mean 0 and deviation 1', () => {
    const random = seededRandom(1);
    const values = Array.from({ length: 50_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });

  it('shuffles without losing anything', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = seededRandom(7).shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items);
  });

  it('forks streams that do not depend on use', () => {
    const used = seededRandom(7);
    used.next();
    expect(used.fork('users').next()).toBe(seededRandom(7).fork('users').next());
    expect(used.fork('users').next()).not.toBe(used.fork('items').next());
  });
});
