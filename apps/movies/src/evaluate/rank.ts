/** The rank of a held-out item among candidates, by the order in which items are recommended. */
import { byScore } from '../train/recommender.ts';

/** How many of `candidates` come before `target` (0: it is the first). The target itself may be among them. */
export function rankOf(
  target: number,
  candidates: Iterable<number>,
  scores: ArrayLike<number>,
  popularity: Uint32Array,
): number {
  const compare = byScore(scores, popularity);
  let rank = 0;
  for (const candidate of candidates) if (candidate !== target && compare(candidate, target) < 0) rank += 1;
  return rank;
}

/** HR@k and NDCG@k of one held-out item each: a hit counts 1 and 1 / log2(rank + 2), ranks counted from 0. */
export function hitRateAndNdcg(ranks: readonly number[], k = 10): { hr: number; ndcg: number } {
  let hits = 0;
  let gain = 0;
  for (const rank of ranks) {
    if (rank >= k) continue;
    hits += 1;
    gain += 1 / Math.log2(rank + 2);
  }
  return ranks.length === 0 ? { hr: 0, ndcg: 0 } : { hr: hits / ranks.length, ndcg: gain / ranks.length };
}
