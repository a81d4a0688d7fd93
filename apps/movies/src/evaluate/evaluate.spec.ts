import { describe, expect, it } from 'vitest';
import { leaveLastOut } from '../prepare-train-data/leave-last-out.ts';
import { prepareTrainData } from '../prepare-train-data/train-data.ts';
import { scoreItems } from '../train/recommender.ts';
import { train } from '../train/train.ts';
import { generateWatchLog } from '../watch-log/generate-watch-log.ts';
import type { WatchLog } from '../watch-log/watch-log.ts';
import { evaluate, flatMetrics } from './evaluate.ts';
import { hitRateAndNdcg } from './rank.ts';

type Event = [user: number, code: number, time: number];

const logOf = (events: Event[]): WatchLog => ({
  user_id: Int32Array.from(events, ([user]) => user),
  contents_code: Int32Array.from(events, ([, code]) => code),
  event_time: Float64Array.from(events, ([, , time]) => time),
  rating: new Float32Array(events.length).fill(4),
  titles: new Map(),
});

describe('leaveLastOut', () => {
  it('holds out the last event; of a tie in time the highest contents code is the last', () => {
    const split = leaveLastOut(
      prepareTrainData(
        logOf([
          [1, 30, 5],
          [1, 20, 9],
          [1, 40, 9],
          [2, 40, 1],
          [2, 30, 2],
        ]),
      ),
    );
    const codes = Array.from(split.target, (item) => split.train.items[item]);
    expect(codes).toEqual([40, 30]);
    expect(Array.from(split.train.item, (item) => split.train.items[item])).toEqual([30, 20, 40]);
  });

  it('counts popularity on training events only, and leaves users of one event out of the evaluation', () => {
    const split = leaveLastOut(
      prepareTrainData(
        logOf([
          [1, 10, 1],
          [1, 20, 2],
          [2, 20, 1],
        ]),
      ),
    );
    expect([...split.train.popularity]).toEqual([1, 1]);
    expect([...split.target]).toEqual([1, -1]);
    expect(evaluate(split, (_, scores) => scores.fill(0)).users).toBe(1);
  });

  it('never holds out what the history holds: a movie watched again counts once, at the latest time', () => {
    const split = leaveLastOut(
      prepareTrainData(
        logOf([
          [1, 10, 1],
          [1, 20, 2],
          [1, 10, 3],
          [1, 30, 2],
        ]),
      ),
    );
    expect(split.train.items[split.target[0]!]).toBe(10);
    expect(Array.from(split.train.item, (item) => split.train.items[item])).toEqual([20, 30]);
  });
});

describe('hitRateAndNdcg', () => {
  it('is the textbook formula', () => {
    const { hr, ndcg } = hitRateAndNdcg([0, 2, 9, 10]);
    expect(hr).toBe(0.75);
    expect(ndcg).toBeCloseTo((1 + 1 / 2 + 1 / Math.log2(11)) / 4, 12);
    expect(hitRateAndNdcg([])).toEqual({ hr: 0, ndcg: 0 });
  });
});

describe('evaluate', () => {
  const log = generateWatchLog({ users: 40, movies: 60, events: 600 });
  const split = leaveLastOut(prepareTrainData(log));
  const model = train(split.train);
  const score = (user: number, scores: Float64Array) => scoreItems(model, user, scores);
  const evaluation = evaluate(split, score);

  /** Sorts whole lists, from the raw events: shares no code with what it checks. */
  const oracle = (scoresOf: (user: number) => ArrayLike<number>): { hr: number; ndcg: number } => {
    const rows = [...log.user_id.keys()];
    const histories = [...new Set(log.user_id)].map((user) =>
      rows
        .filter((row) => log.user_id[row] === user)
        .toSorted((a, b) => log.event_time[a]! - log.event_time[b]! || log.contents_code[a]! - log.contents_code[b]!)
        .map((row) => log.contents_code[row]!),
    );
    const watched = histories.flatMap((history) => history.slice(0, -1));
    const count = (code: number) => watched.filter((other) => other === code).length;
    const catalogue = [...new Set(log.contents_code)].sort((a, b) => a - b);
    let hr = 0;
    let ndcg = 0;
    histories.forEach((history, user) => {
      const scores = scoresOf(user);
      const list = catalogue
        .map((code, item) => ({ code, score: scores[item]!, users: count(code) }))
        .filter(({ code }) => !history.slice(0, -1).includes(code))
        .toSorted((a, b) => b.score - a.score || b.users - a.users || a.code - b.code)
        .slice(0, 10);
      const rank = list.findIndex(({ code }) => code === history.at(-1));
      if (rank < 0) return;
      hr += 1 / histories.length;
      ndcg += 1 / Math.log2(rank + 2) / histories.length;
    });
    return { hr, ndcg };
  };

  it('agrees with brute force on the recommender', () => {
    const { hr, ndcg } = oracle((user) => score(user, new Float64Array(split.train.items.length)));
    expect(hr).toBeGreaterThan(0);
    expect(evaluation.metrics['hr_at_10_full']).toBeCloseTo(hr, 12);
    expect(evaluation.metrics['ndcg_at_10_full']).toBeCloseTo(ndcg, 12);
  });

  it('agrees with brute force on the popularity baseline', () => {
    const { hr, ndcg } = oracle(() => split.train.popularity);
    expect(hr).toBeGreaterThan(0);
    expect(evaluation.baseline['hr_at_10_full']).toBeCloseTo(hr, 12);
    expect(evaluation.baseline['ndcg_at_10_full']).toBeCloseTo(ndcg, 12);
  });

  it('ranks among at most 99 negatives, the same for the same seed, and reports each seed and the mean', () => {
    const wide = leaveLastOut(prepareTrainData(generateWatchLog({ users: 40, movies: 400, events: 1_200 })));
    const flat = (_: number, scores: Float64Array) => scores.fill(0);
    const run = evaluate(wide, flat, [1, 2, 3]);
    expect(evaluate(wide, flat, [1, 2, 3])).toEqual(run);
    expect(run.seeds.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    const values = run.seeds.map(({ baseline }) => baseline['ndcg_at_10_99neg']!);
    expect(new Set(values).size).toBeGreaterThan(1);
    expect(run.baseline['ndcg_at_10_99neg']).toBeCloseTo((values[0]! + values[1]! + values[2]!) / 3, 12);
    expect(run.baseline['hr_at_10_99neg']).toBeGreaterThan(run.baseline['hr_at_10_full']!);
  });

  it('names the protocols, and never mixes them', () => {
    const flat = flatMetrics(evaluation);
    expect(Object.keys(flat)).toEqual([
      'hr_at_10_full',
      'ndcg_at_10_full',
      'hr_at_10_99neg',
      'ndcg_at_10_99neg',
      'popularity_hr_at_10_full',
      'popularity_ndcg_at_10_full',
      'popularity_hr_at_10_99neg',
      'popularity_ndcg_at_10_99neg',
      'ndcg_lift_full',
    ]);
    expect(flat['ndcg_lift_full']).toBe(flat['ndcg_at_10_full']! / flat['popularity_ndcg_at_10_full']!);
  });
});
