import { describe, expect, it } from 'vitest';
import { describeMissedGate, missedGates } from './gates.ts';

describe('missedGates', () => {
  const gates = { ndcg: { min: 0.03 }, latency: { max: 50 }, lift: { min: 1, max: 9 } };

  it('passes values on the bounds', () =>
    expect(missedGates(gates, { ndcg: 0.03, latency: 50, lift: 9, other: -1 })).toEqual([]));

  it('says which were missed, and by what', () => {
    const missed = missedGates(gates, { ndcg: 0.0299, latency: 50.1, lift: 10 });
    expect(missed.map(describeMissedGate)).toEqual([
      'ndcg is 0.0299, at least 0.03 is asked',
      'latency is 50.1, at most 50 is asked',
      'lift is 10, at least 1 and at most 9 is asked',
    ]);
  });

  it('misses a metric that is not reported, or is no number', () =>
    expect(missedGates(gates, { ndcg: NaN, latency: 1, lift: 2 }).map(describeMissedGate)).toEqual([
      'ndcg is not reported, at least 0.03 is asked',
    ]));

  it('passes everything where there are none', () => expect(missedGates({}, {})).toEqual([]));
});
