import { describe, expect, it } from 'vitest';
import { sparkline, ticksTo } from './plot.ts';

describe('ticksTo', () => {
  it.each([
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [561, [0, 200, 400, 600]],
    [1303, [0, 500, 1000, 1500]],
    [1000, [0, 200, 400, 600, 800, 1000]],
  ])('goes to %i in round steps', (highest, ticks) => expect(ticksTo(highest)).toEqual(ticks));
});

describe('sparkline', () => {
  it('draws the mean of each part', () => expect(sparkline([8, 8, 4, 4, 0, 0], 3)).toBe('█▄ '));
});
