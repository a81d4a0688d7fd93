import { describe, expect, it } from 'vitest';
import { seededRandom } from '../watch-log/random.ts';
import { evaluateRanking } from './evaluate-ranking.ts';
import { knownBefore } from './known-before.ts';
import { ranked, requestsOf, scoreRow, trainRanker, type RankedRow } from './ranker.ts';
import { solve } from './solve.ts';

const random = seededRandom(5);
const nothing = {
  user_watch_count: 3,
  user_mean_rating: 3,
  user_watches_28d: 1,
  user_last_watch_time: 90,
  user_genres: null,
};

/** A candidate; what is not given says nothing. */
const row = (
  request: number,
  base_rank: number,
  given: Partial<RankedRow> & { label: number },
): RankedRow & { label: number } => ({
  ...{ request, base_rank, base_score: 1 / (1 + base_rank), ...nothing },
  ...{
    item_watch_count: 10,
    item_mean_rating: 3,
    item_watches_28d: 1,
    item_first_watch_time: 1,
    item_last_watch_time: 50,
  },
  ...{
    item_genres: null,
    user_idle_days: 1,
    item_idle_days: 1,
    item_age_days: 1,
    rating_gap: 0,
    item_trend: 0,
    genre_match: 0,
  },
  ...given,
});

/** Requests of ten candidates in which a movie of the user's genre is watched four times in five, wherever it is ranked. */
const requests = (count: number) =>
  Array.from({ length: count }, (_, request) => {
    const liked = random.integer(10);
    const watched = random.next() < 0.8 ? liked : random.integer(10);
    return Array.from({ length: 10 }, (_unused, rank) =>
      row(request, rank, { label: rank === watched ? 1 : 0, genre_match: rank === liked ? 1 : 0 }),
    );
  }).flat();

describe('the ranker', () => {
  const [training, test] = [requests(300), requests(200)];
  const ranker = trainRanker(training);

  it('learns what speaks for a movie, and is better with it than the first stage without', () => {
    const weight = (name: string) => ranker.inputs.find((input) => input.name === name)!.weight;
    expect(weight('genre_match')).toBeGreaterThan(0.5);
    const { metrics, users, reached, better, worse } = evaluateRanking(ranker, test);
    expect([users, reached]).toEqual([200, 200]);
    expect(metrics['ndcg_at_10_full']).toBeGreaterThan(1.3 * metrics['base_ndcg_at_10_full']!);
    expect(better).toBeGreaterThan(worse);
  });

  it('is the same to the byte for the same rows', () => {
    expect(JSON.stringify(trainRanker(training))).toBe(JSON.stringify(ranker));
  });

  it('scores a row with missing values as an average one, and keeps the first stage’s order where all is equal', () => {
    const missing = row(0, 0, { label: 0, genre_match: null, item_mean_rating: null });
    expect(Number.isFinite(scoreRow(ranker, missing))).toBe(true);
    const same = [2, 0, 1].map((base_rank) => ({ ...row(0, 0, { label: 0 }), base_rank }));
    const flat = { ...ranker, inputs: ranker.inputs.map((input) => ({ ...input, weight: 0 })) };
    expect(ranked(flat, same).map(({ row: { base_rank } }) => base_rank)).toEqual([0, 1, 2]);
  });

  it('counts a request whose movie is no candidate as a miss in both', () => {
    const lost = requestsOf(test)[0]!.map((each) => ({ ...each, label: 0 }));
    expect(evaluateRanking(ranker, lost)).toMatchObject({
      ...{ users: 1, reached: 0, better: 0, worse: 0 },
      metrics: { hr_at_10_full: 0, ndcg_at_10_full: 0, base_hr_at_10_full: 0, base_ndcg_at_10_full: 0 },
    });
  });
});

describe('knownBefore', () => {
  it('finds rows that know of their own time or later', () => {
    const at = (event_time: number, user: number | null, item: number | null) => ({
      ...{ event_time, user_last_watch_time: user, item_last_watch_time: item },
    });
    expect(knownBefore([at(10, 9, 3), at(10, null, 4), at(10, 5, null)])).toEqual({
      ...{ rows: 3, later: 0, withoutUser: 1, withoutItem: 1, nearestSeconds: 1 },
    });
    expect(knownBefore([at(10, 10, 3), at(10, 1, 11)]).later).toBe(2);
    expect(knownBefore([])).toMatchObject({ rows: 0, nearestSeconds: null });
  });
});

describe('solve', () => {
  it('solves, and says when it cannot', () => {
    const solved = solve(
      [
        [4, 2],
        [2, 3],
      ],
      [2, 5],
    );
    expect(solved[0]).toBeCloseTo(-0.5, 12);
    expect(solved[1]).toBeCloseTo(2, 12);
    expect(() => solve([[0]], [1])).toThrow(RangeError);
  });
});
