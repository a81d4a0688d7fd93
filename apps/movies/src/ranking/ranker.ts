/**
 * The second stage: a conditional logit (multinomial logistic regression within each request) on the first stage's score and the
 * features, with a ridge, by Newton's method. Nothing in it is random; weights are kept to 12 digits.
 */
import type { FeatureRow } from '@gradus/core';
import type model from '../../model.ts';
import type { TransformedRow } from './transformed-row.ts';
import { solve } from './solve.ts';

/** A row of the training set, as much of it as the ranker reads. */
export type RankedRow = {
  readonly request: number;
  readonly base_score: number;
  readonly base_rank: number;
} & Readonly<FeatureRow<typeof model, 'ranking'>> &
  TransformedRow;

export interface Ranker {
  readonly format: 'gradus-movies-ranker-1';
  readonly inputs: readonly {
    readonly name: string;
    readonly mean: number;
    readonly scale: number;
    readonly weight: number;
  }[];
  /** Requests that it learned from. */
  readonly requests: number;
}

const log1p = (value: number | null): number | null => (value === null ? null : Math.log(1 + Math.max(0, value)));
const times = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a * b);
const base = ({ base_score }: RankedRow): number => Math.log(base_score + 1e-4);
const rank = ({ base_rank }: RankedRow): number => Math.log(1 + base_rank);

/** What the ranker looks at. What is the same for all rows of a request orders nothing: of users only what acts together with a movie counts. */
const INPUTS: Readonly<Record<string, (row: RankedRow) => number | null>> = {
  base_score: base,
  base_rank: rank,
  item_watch_count: (row) => log1p(row.item_watch_count),
  item_watches_28d: (row) => log1p(row.item_watches_28d),
  item_mean_rating: (row) => row.item_mean_rating,
  item_idle_days: (row) => log1p(row.item_idle_days),
  item_age_days: (row) => log1p(row.item_age_days),
  item_trend: (row) => row.item_trend,
  rating_gap: (row) => row.rating_gap,
  genre_match: (row) => row.genre_match,
  idle_times_rank: (row) => times(log1p(row.user_idle_days), rank(row)),
  watches_times_popularity: (row) => times(log1p(row.user_watch_count), log1p(row.item_watch_count)),
};

const RIDGE = 5;
const MOST_STEPS = 30;
/** Weights that move by less have arrived. */
const SMALL = 1e-7;
const DIGITS = 12;

/** Rows of each request, in the order in which the requests come. */
export const requestsOf = <Row extends { readonly request: number }>(rows: readonly Row[]): Row[][] => {
  const requests = new Map<number, Row[]>();
  for (const row of rows) {
    const known = requests.get(row.request);
    if (known) known.push(row);
    else requests.set(row.request, [row]);
  }
  return [...requests.values()];
};

const scaleOf = (values: readonly (number | null)[]): { mean: number; scale: number } => {
  const present = values.filter((value) => value !== null);
  const mean = present.reduce((sum, value) => sum + value, 0) / Math.max(1, present.length);
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, present.length);
  return { mean, scale: variance > 0 ? Math.sqrt(variance) : 1 };
};

/** A missing value counts as the mean. */
const standard = (value: number | null, { mean, scale }: { mean: number; scale: number }): number =>
  value === null ? 0 : (value - mean) / scale;

/** Probabilities within a request. */
const softmax = (scores: readonly number[]): number[] => {
  const most = Math.max(...scores);
  const odds = scores.map((score) => Math.exp(score - most));
  const sum = odds.reduce((total, each) => total + each, 0);
  return odds.map((each) => each / sum);
};

/** A request of the training set: which of its rows was watched, and the inputs of each. */
interface Learned {
  readonly watched: number;
  readonly inputs: readonly (readonly number[])[];
}

/** The logarithm of the likelihood of what was watched, less the ridge. */
const likelihood = (requests: readonly Learned[], weights: readonly number[]): number =>
  requests.reduce(
    (sum, { watched, inputs }) => sum + Math.log(softmax(inputs.map((values) => dot(values, weights)))[watched]!),
    (-RIDGE / 2) * dot(weights, weights),
  );

/** Learns from requests with one row labelled 1 each; others are passed over. */
export const trainRanker = (rows: readonly (RankedRow & { readonly label: number })[]): Ranker => {
  const names = Object.keys(INPUTS);
  const scales = names.map((name) => scaleOf(rows.map(INPUTS[name]!)));
  const requests = requestsOf(rows)
    .filter((request) => request.some(({ label }) => label === 1))
    .map((request): Learned => ({
      watched: request.findIndex(({ label }) => label === 1),
      inputs: request.map((row) => names.map((name, index) => standard(INPUTS[name]!(row), scales[index]!))),
    }));
  const size = names.length;
  let weights = names.map(() => 0);
  let height = likelihood(requests, weights);
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = weights.map((weight) => -RIDGE * weight);
    const curvature = names.map((_, a) => names.map((__, b) => (a === b ? RIDGE : 0)));
    for (const { watched, inputs } of requests) {
      const shares = softmax(inputs.map((values) => dot(values, weights)));
      const expected = names.map((_, a) => inputs.reduce((sum, values, row) => sum + shares[row]! * values[a]!, 0));
      for (let a = 0; a < size; a++) {
        gradient[a]! += inputs[watched]![a]! - expected[a]!;
        for (let b = 0; b <= a; b++) {
          let sum = 0;
          for (let row = 0; row < inputs.length; row++) sum += shares[row]! * inputs[row]![a]! * inputs[row]![b]!;
          curvature[a]![b]! += sum - expected[a]! * expected[b]!;
        }
      }
    }
    for (let a = 0; a < size; a++) for (let b = a + 1; b < size; b++) curvature[a]![b] = curvature[b]![a]!;
    const move = solve(curvature, gradient);
    if (Math.max(...move.map(Math.abs)) < SMALL) break;
    // A whole step may go past the summit, where the likelihood is far from a parabola.
    let share = 1;
    let next = weights;
    for (; share > SMALL; share /= 2) {
      next = weights.map((weight, index) => weight + share * move[index]!);
      const reached = likelihood(requests, next);
      if (reached >= height) {
        height = reached;
        break;
      }
    }
    if (share <= SMALL) break;
    weights = next;
  }
  const kept = (value: number): number => Number(value.toPrecision(DIGITS));
  return {
    format: 'gradus-movies-ranker-1',
    inputs: names.map((name, index) => ({
      name,
      mean: kept(scales[index]!.mean),
      scale: kept(scales[index]!.scale),
      weight: kept(weights[index]!),
    })),
    requests: requests.length,
  };
};

const dot = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
};

/** The score of a row: larger is better, comparable within its request. */
export const scoreRow = (ranker: Ranker, row: RankedRow): number =>
  ranker.inputs.reduce((sum, input) => sum + input.weight * standard(INPUTS[input.name]!(row), input), 0);

/** The rows of a request, best first; ties keep the first stage's order. */
export const ranked = <Row extends RankedRow>(ranker: Ranker, request: readonly Row[]): { row: Row; score: number }[] =>
  request
    .map((row) => ({ row, score: scoreRow(ranker, row) }))
    .sort((a, b) => b.score - a.score || a.row.base_rank - b.row.base_rank);
