/** How much two rankings agree: overlap, rank-biased overlap, Kendall's tau. */

/** The share of the first `k` that both have; of shorter lists, of the longer one's length. 0 to 1. */
export const overlapAt = (k: number, a: readonly string[], b: readonly string[]): number => {
  const [first, second] = [a.slice(0, k), new Set(b.slice(0, k))];
  const depth = Math.max(first.length, second.size);
  return depth === 0 ? 1 : first.filter((id) => second.has(id)).length / depth;
};

/**
 * Rank-biased overlap, extrapolated, of lists of any two lengths: RBO_ext, equation 32 of Webber, Moffat and Zobel, "A similarity measure for
 * indefinite rankings" (ACM TOIS 28(4), 2010). The first ranks weigh most. 0 (nothing in common) to 1 (the same).
 * @param p how far down a reader goes: rank d counts p^(d - 1); 0.9 puts 86 % of the weight on the first ten
 */
export const rankBiasedOverlap = (a: readonly string[], b: readonly string[], p = 0.9): number => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length === 0) return 1;
  if (short.length === 0) return 0;
  const [s, l] = [short.length, long.length];
  const inShort = new Set<string>();
  const inLong = new Set<string>();
  let common = 0;
  let atShort = 0;
  let sum = 0;
  for (let depth = 1; depth <= l; depth += 1) {
    const longer = long[depth - 1]!;
    const shorter = depth <= s ? short[depth - 1]! : undefined;
    inLong.add(longer);
    if (shorter !== undefined) inShort.add(shorter);
    if (shorter === longer) common += 1;
    else {
      if (inShort.has(longer)) common += 1;
      if (shorter !== undefined && inLong.has(shorter)) common += 1;
    }
    if (depth === s) atShort = common;
    sum += (common / depth) * p ** depth;
    if (depth > s) sum += ((atShort * (depth - s)) / (s * depth)) * p ** depth;
  }
  return ((1 - p) / p) * sum + ((common - atShort) / l + atShort / s) * p ** l;
};

/**
 * Kendall's tau (1938) over what both lists have: the share of pairs in the same order less the share in the other. -1 to 1; undefined with fewer
 * than two in common.
 */
export const kendallTau = (a: readonly string[], b: readonly string[]): number | undefined => {
  const rank = new Map(b.map((id, index) => [id, index]));
  const ranks = a.flatMap((id) => rank.get(id) ?? []);
  if (ranks.length < 2) return undefined;
  let sum = 0;
  for (let i = 0; i < ranks.length; i += 1) {
    for (let j = i + 1; j < ranks.length; j += 1) sum += Math.sign(ranks[j]! - ranks[i]!);
  }
  return (2 * sum) / (ranks.length * (ranks.length - 1));
};
