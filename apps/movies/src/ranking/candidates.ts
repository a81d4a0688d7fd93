/** Candidates: the movies that the first stage, the item neighbours of Level 0, finds for a user; the second stage orders them anew. */
import { byScore, scoreItems, type Recommender } from '../train/recommender.ts';

export interface Candidate {
  /** An index of the recommender's items. */
  readonly item: number;
  /** 0 where nothing but its popularity speaks for it. */
  readonly base_score: number;
  /** Counted from 0. */
  readonly base_rank: number;
}

/**
 * Finds candidates of a user (an index): the best `most` movies that the user has not watched, best first; where too few are near to
 * what was watched, popular ones come after them.
 */
export const candidateFinder = (recommender: Recommender, most: number): ((user: number) => Candidate[]) => {
  const { data } = recommender;
  const scores = new Float64Array(data.items.length);
  const compare = byScore(scores, data.popularity);
  const popular = [...data.items.keys()].sort((a, b) => data.popularity[b]! - data.popularity[a]! || a - b);
  return (user) => {
    scoreItems(recommender, user, scores);
    const seen = new Set(data.item.subarray(data.offsets[user], data.offsets[user + 1]));
    const found: number[] = [];
    for (let item = 0; item < scores.length; item++) if (scores[item]! > 0 && !seen.has(item)) found.push(item);
    found.sort(compare);
    for (let at = 0; found.length < most && at < popular.length; at++) {
      const item = popular[at]!;
      if (scores[item] === 0 && !seen.has(item)) found.push(item);
    }
    return found.slice(0, most).map((item, base_rank) => ({ item, base_score: scores[item]!, base_rank }));
  };
};
