import { describe, expect, it } from 'vitest';
import { lastOf, metricsOf } from './metric-definitions.ts';

const LOSS = { Name: 'loss', Regex: 'loss=([0-9.eE+-]+)' };

describe('metricsOf', () => {
  it('finds every value, as the first capture group gives it; the last per name counts in the end', () => {
    const points = metricsOf([LOSS], ['loss=3', 'nothing', 'epoch 2 loss=1.5e-3;', 'loss=x'], 7);
    expect(points).toEqual([
      { name: 'loss', value: 3, at: 7 },
      { name: 'loss', value: 0.0015, at: 7 },
    ]);
    expect(lastOf(points)).toEqual({ loss: { value: 0.0015, at: 7 } });
  });

  it('lets several definitions match one line', () => {
    const ndcg = { Name: 'ndcg@10', Regex: 'ndcg=(\\S+) ' };
    expect(lastOf(metricsOf([LOSS, ndcg], ['ndcg=0.25 loss=-1'], 7))).toEqual({
      loss: { value: -1, at: 7 },
      'ndcg@10': { value: 0.25, at: 7 },
    });
  });

  it('passes over what is no number, or none that JSON can carry, and definitions without a group', () => {
    expect(metricsOf([LOSS, { Name: 'none', Regex: 'loss' }], ['loss=e', 'loss=', 'loss=1e999'], 7)).toEqual([]);
  });

  it('stops a regex that does not come to an end', () => {
    const endless = { Name: 'endless', Regex: '^(a+)+$' };
    expect(() => metricsOf([LOSS, endless], ['loss=1', `${'a'.repeat(40)}!`], 7)).toThrow(
      'The regex of metric endless takes too long to match a log line: ^(a+)+$',
    );
  });
});
