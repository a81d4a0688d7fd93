/**
 * The task `evaluate` of the ranker: HR@10 and NDCG@10 on each user's held-out last event, full ranking, with the features (the second
 * stage) and without them (the first stage's order). The second stage orders the first candidates anew, more than ten of them, and leaves the
 * rest where it was; a held-out movie beyond them is a miss in both.
 */
import { hitRateAndNdcg } from '../evaluate/rank.ts';
import { ranked, requestsOf, type RankedRow, type Ranker } from './ranker.ts';

export interface RankingEvaluation {
  /** `hr_at_10_full`, `ndcg_at_10_full`; with the prefix `base_` those of the first stage. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Test requests, one for each user with at least two events. */
  readonly users: number;
  /** Users whose held-out movie is among the candidates, and of these those that the second stage ranks higher and lower. */
  readonly reached: number;
  readonly better: number;
  readonly worse: number;
}

/** Evaluates on test requests; a request without a row labelled 1 is one whose movie is no candidate. */
export const evaluateRanking = (
  ranker: Ranker,
  rows: readonly (RankedRow & { readonly label: number })[],
): RankingEvaluation => {
  const requests = requestsOf(rows);
  const [second, first]: [number[], number[]] = [[], []];
  for (const request of requests) {
    const at = ranked(ranker, request).findIndex(({ row }) => row.label === 1);
    second.push(at < 0 ? Infinity : at);
    first.push(request.find(({ label }) => label === 1)?.base_rank ?? Infinity);
  }
  const [withFeatures, without] = [hitRateAndNdcg(second), hitRateAndNdcg(first)];
  return {
    metrics: {
      hr_at_10_full: withFeatures.hr,
      ndcg_at_10_full: withFeatures.ndcg,
      base_hr_at_10_full: without.hr,
      base_ndcg_at_10_full: without.ndcg,
    },
    users: requests.length,
    reached: first.filter(Number.isFinite).length,
    better: second.filter((rank, user) => rank < first[user]!).length,
    worse: second.filter((rank, user) => rank > first[user]!).length,
  };
};
