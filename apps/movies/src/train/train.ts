/**
 * The task `train`: item neighbours from movies that users watched close to one another.
 *
 * Every pair of movies in a history counts by how many steps lie between them, less against the order of watching.
 * Similarity is the cosine with shrinkage, pairs(a, b) / sqrt((n(a) + shrink) * (n(b) + shrink)), and the nearest
 * are kept. Events of one second are zero steps apart, so the order that ties are given cannot be learned.
 */
import type { TrainData } from '../prepare-train-data/train-data.ts';
import type { Recommender } from './recommender.ts';

export interface TrainOptions {
  /** Weight that a pair keeps per step between its two movies. */
  closeness?: number;
  /** Steps beyond which a pair does not count. */
  horizon?: number;
  /** Weight of a pair against the order of watching. */
  backward?: number;
  /** Added to a movie's count, so that rare movies are not near to everything. */
  shrink?: number;
  /** Neighbours kept per movie. */
  neighbours?: number;
  /** Weight that one step back in the user's history keeps when scoring. */
  recency?: number;
}

/** Defaults were chosen on the event before the held-out one, never on the held-out events. */
export const defaultTrainOptions: Required<TrainOptions> = {
  closeness: 0.9,
  horizon: 50,
  backward: 0.5,
  shrink: 20,
  neighbours: 100,
  recency: 0.6,
};

export type Neighbours = Recommender['neighbours'];

/** Every `of`-th item, from item `place` on: what one of several hosts works out. */
export interface Share {
  place: number;
  of: number;
}

/** Trains on all of `data`. Deterministic, without any random draw; only additions, products and square roots. */
export function train(data: TrainData, options: TrainOptions = {}): Recommender {
  return recommenderOf(data, nearestItems(data, { place: 0, of: 1 }, options), options);
}

export function recommenderOf(data: TrainData, neighbours: Neighbours, options: TrainOptions = {}): Recommender {
  return { data, recency: options.recency ?? defaultTrainOptions.recency, neighbours };
}

/** The neighbours of the share's items, in their order. An item's do not depend on what the share is. */
export function nearestItems(data: TrainData, { place, of }: Share, options: TrainOptions = {}): Neighbours {
  const { closeness, horizon, backward, shrink, neighbours } = { ...defaultTrainOptions, ...options };
  const decay = new Float64Array(horizon + 1);
  decay.reduce((weight, _, steps) => ((decay[steps] = weight), weight * closeness), 1);
  const events = eventsByItem(data);
  const count = data.items.length;
  const nearest: Nearest[] = [];
  const pairs = new Float64Array(count);
  for (let item = place; item < count; item += of) {
    const touched: number[] = [];
    const add = (other: number, weight: number): void => {
      if (pairs[other] === 0) touched.push(other);
      pairs[other]! += weight;
    };
    for (let e = events.offsets[item]!; e < events.offsets[item + 1]!; e++) {
      const at = events.at[e]!;
      const step = data.step[at]!;
      const user = events.user[e]!;
      for (let o = at + 1; o < data.offsets[user + 1]! && data.step[o]! - step <= horizon; o++) {
        add(data.item[o]!, decay[data.step[o]! - step]!);
      }
      for (let o = at - 1; o >= data.offsets[user]! && step - data.step[o]! <= horizon; o--) {
        const steps = step - data.step[o]!;
        add(data.item[o]!, steps === 0 ? 1 : backward * decay[steps]!);
      }
    }
    const own = data.popularity[item]! + shrink;
    for (const other of touched) pairs[other]! /= Math.sqrt(own * (data.popularity[other]! + shrink));
    touched.sort((a, b) => pairs[b]! - pairs[a]! || a - b);
    const kept = Uint32Array.from(touched.slice(0, neighbours));
    nearest.push({ item: kept, similarity: Float32Array.from(kept, (other) => pairs[other]!) });
    for (const other of touched) pairs[other] = 0;
  }
  return joinItems(nearest);
}

/** The neighbours of all items, from those of every share, ordered by place. */
export function joinShares(shares: readonly Neighbours[]): Neighbours {
  const count = shares.reduce((sum, { offsets }) => sum + offsets.length - 1, 0);
  const nearest = Array.from({ length: count }, (_, item) => {
    const { offsets, item: items, similarity } = shares[item % shares.length]!;
    const at = Math.floor(item / shares.length);
    const [from, to] = [offsets[at]!, offsets[at + 1]!];
    return { item: items.subarray(from, to), similarity: similarity.subarray(from, to) };
  });
  return joinItems(nearest);
}

function eventsByItem(data: TrainData): { offsets: Uint32Array; at: Uint32Array; user: Uint32Array } {
  const offsets = new Uint32Array(data.items.length + 1);
  data.popularity.forEach((count, item) => (offsets[item + 1] = offsets[item]! + count));
  const free = offsets.slice();
  const at = new Uint32Array(data.item.length);
  const user = new Uint32Array(data.item.length);
  for (let u = 0; u < data.users.length; u++) {
    for (let event = data.offsets[u]!; event < data.offsets[u + 1]!; event++) {
      const slot = free[data.item[event]!]!++;
      at[slot] = event;
      user[slot] = u;
    }
  }
  return { offsets, at, user };
}

type Nearest = Omit<Neighbours, 'offsets'>;

function joinItems(nearest: readonly Nearest[]): Neighbours {
  const offsets = new Uint32Array(nearest.length + 1);
  nearest.forEach((part, index) => (offsets[index + 1] = offsets[index]! + part.item.length));
  const item = new Uint32Array(offsets[nearest.length]!);
  const similarity = new Float32Array(item.length);
  nearest.forEach((part, index) => {
    item.set(part.item, offsets[index]);
    similarity.set(part.similarity, offsets[index]);
  });
  return { offsets, item, similarity };
}
