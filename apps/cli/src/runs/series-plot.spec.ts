import { describe, expect, it } from 'vitest';
import { seriesPlot } from './series-plot.ts';

describe('seriesPlot', () => {
  it('draws what rises from the lower left to the upper right', () => {
    expect(seriesPlot({ steps: [0, 7], values: [0, 7] }, { columns: 4, rows: 2 })).toBe('7 ┤⠀⠀⡠⠊\n0 ┤⡠⠊⠀⠀\n   0  7');
  });

  it('draws what stays the same, and a single step', () => {
    expect(seriesPlot({ steps: [1, 2, 3], values: [5, 5, 5] }, { columns: 2, rows: 2 })).toBe('5 ┤⣀⣀\n5 ┤⠀⠀\n   1 3');
    expect(seriesPlot({ steps: [4], values: [2] }, { columns: 2, rows: 2 })).toBe('2 ┤⡀⠀\n2 ┤⠀⠀\n   4');
  });
});
