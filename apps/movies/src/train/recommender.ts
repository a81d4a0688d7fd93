/**
 * The recommender's weights, and how they score: for each movie its nearest movies, for each user the history.
 * A movie scores high when it is near to what the user watched last.
 */
import type { TrainData } from '../prepare-train-data/train-data.ts';

export interface Recommender {
  data: TrainData;
  /** Weight that one step back in the user's history keeps, in (0, 1). */
  recency: number;
  /** Neighbours of item `i`: `neighbours.item[offsets[i]]` up to, not including, `[offsets[i + 1]]`, nearest first. */
  neighbours: { offsets: Uint32Array; item: Uint32Array; similarity: Float32Array };
}

/** Steps whose weight is below this share of the latest one's change no ranking that matters. */
const NEGLIGIBLE = 1e-6;

/**
 * The score of every item for `user` (an index), written into `scores` (one entry per item; 0 where nothing speaks for
 * the item). What the user has watched is scored like the rest.
 */
export function scoreItems(model: Recommender, user: number, scores: Float64Array): Float64Array {
  const { data, neighbours, recency } = model;
  scores.fill(0);
  const start = data.offsets[user]!;
  let weight = 1;
  for (let at = data.offsets[user + 1]! - 1; at >= start && weight >= NEGLIGIBLE; at--) {
    const watched = data.item[at]!;
    for (let n = neighbours.offsets[watched]!; n < neighbours.offsets[watched + 1]!; n++) {
      scores[neighbours.item[n]!]! += weight * neighbours.similarity[n]!;
    }
    if (at > start) for (let back = data.step[at]! - data.step[at - 1]!; back > 0; back--) weight *= recency;
  }
  return scores;
}

/**
 * The order in which items are recommended, as a comparator of item indices: by score, then by popularity, then by the
 * lower contents code.
 */
export function byScore(scores: ArrayLike<number>, popularity: Uint32Array): (a: number, b: number) => number {
  return (a, b) => scores[b]! - scores[a]! || popularity[b]! - popularity[a]! || a - b;
}
