/**
 * The task `evaluate`: HR@10 and NDCG@10 of a recommender and of the popularity baseline, leave-last-out.
 *
 * Two protocols, which are never mixed. `full` ranks the held-out movie among every movie of the watch log that the user
 * has not watched. `99neg` ranks it among 99 of those, drawn anew for each seed. Popularity is counted on training data.
 */
import type { LeaveLastOut } from '../prepare-train-data/leave-last-out.ts';
import { seededRandom } from '../watch-log/random.ts';
import { hitRateAndNdcg, rankOf } from './rank.ts';

/** Writes the score of every item for a user index into the array, and returns it. */
export type Scorer = (user: number, scores: Float64Array) => Float64Array;

export interface Evaluation {
  /** By name: `hr_at_10_full`, `ndcg_at_10_full`, `hr_at_10_99neg`, `ndcg_at_10_99neg` (mean over the seeds), ... */
  metrics: Record<string, number>;
  /** The same names, for the popularity baseline. */
  baseline: Record<string, number>;
  /** The sampled protocol, seed by seed. */
  seeds: { seed: number; metrics: Record<string, number>; baseline: Record<string, number> }[];
  /** Users that were evaluated: all with at least two events. */
  users: number;
}

const NEGATIVES = 99;

/** Evaluates `score` on the held-out events of `split`; `seeds` draw the negatives of the sampled protocol. */
export function evaluate(split: LeaveLastOut, score: Scorer, seeds: readonly number[] = [1, 2, 3]): Evaluation {
  const popularity = Float64Array.from(split.train.popularity);
  const randoms = seeds.map((seed) => seededRandom(seed));
  const full = { model: [] as number[], baseline: [] as number[] };
  const sampled = seeds.map(() => ({ model: [] as number[], baseline: [] as number[] }));
  const scores = new Float64Array(split.train.items.length);
  for (let user = 0; user < split.target.length; user++) {
    const target = split.target[user]!;
    if (target < 0) continue;
    const candidates = unseen(split, user);
    score(user, scores);
    full.model.push(rankOf(target, candidates, scores, split.train.popularity));
    full.baseline.push(rankOf(target, candidates, popularity, split.train.popularity));
    randoms.forEach((random, index) => {
      const negatives = sample(candidates, target, random.next);
      sampled[index]!.model.push(rankOf(target, negatives, scores, split.train.popularity));
      sampled[index]!.baseline.push(rankOf(target, negatives, popularity, split.train.popularity));
    });
  }
  const perSeed = seeds.map((seed, index) => ({
    seed,
    metrics: named(sampled[index]!.model, '99neg'),
    baseline: named(sampled[index]!.baseline, '99neg'),
  }));
  return {
    metrics: { ...named(full.model, 'full'), ...mean(perSeed.map((run) => run.metrics)) },
    baseline: { ...named(full.baseline, 'full'), ...mean(perSeed.map((run) => run.baseline)) },
    seeds: perSeed,
    users: full.model.length,
  };
}

/**
 * What gates and training-job metrics read: the metrics, the baseline's with the prefix `popularity_`, and
 * `ndcg_lift_full`, the ratio of the two NDCG@10 under full ranking.
 */
export function flatMetrics({ metrics, baseline }: Evaluation): Record<string, number> {
  const named = Object.entries(baseline).map(([name, value]) => [`popularity_${name}`, value] as const);
  const lift = baseline['ndcg_at_10_full']! > 0 ? metrics['ndcg_at_10_full']! / baseline['ndcg_at_10_full']! : 0;
  return { ...metrics, ...Object.fromEntries(named), ndcg_lift_full: lift };
}

function unseen({ train }: LeaveLastOut, user: number): number[] {
  const seen = new Set(train.item.subarray(train.offsets[user], train.offsets[user + 1]));
  return [...train.items.keys()].filter((item) => !seen.has(item));
}

/** Up to 99 different candidates without the target. */
function sample(candidates: readonly number[], target: number, next: () => number): Iterable<number> {
  if (candidates.length <= NEGATIVES + 1) return candidates;
  const drawn = new Set<number>();
  while (drawn.size < NEGATIVES) {
    const item = candidates[Math.floor(next() * candidates.length)]!;
    if (item !== target) drawn.add(item);
  }
  return drawn;
}

function named(ranks: readonly number[], protocol: string): Record<string, number> {
  const { hr, ndcg } = hitRateAndNdcg(ranks);
  return { [`hr_at_10_${protocol}`]: hr, [`ndcg_at_10_${protocol}`]: ndcg };
}

function mean(runs: readonly Record<string, number>[]): Record<string, number> {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, runs.reduce((sum, run) => sum + run[name]!, 0) / runs.length]));
}
