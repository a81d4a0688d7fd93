/** Near matches: what a mistyped word probably meant. */

/**
 * Optimal string alignment distance (insert, delete, replace, swap of neighbours), or `bound + 1` when it is larger.
 * Source: L. Boytsov, "Indexing methods for approximate dictionary searching", 2011, 2.2.
 */
export const editDistance = (a: string, b: string, bound = Math.max(a.length, b.length)): number => {
  if (Math.abs(a.length - b.length) > bound) return bound + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, beforeLast[column - 2]! + 1);
      current.push(cost);
    }
    if (Math.min(...current) > bound) return bound + 1;
    beforeLast = last;
    last = current;
  }
  return Math.min(last[b.length]!, bound + 1);
};

/**
 * The candidate that `word` most probably meant, or undefined when none is near: at most one edit per three letters
 * (and two at least for words of four letters and more), or the only candidate that begins with `word`.
 */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined => {
  const wanted = word.toLowerCase();
  const all = [...candidates];
  const bound = Math.max(wanted.length < 4 ? 1 : 2, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let bestDistance = bound + 1;
  for (const candidate of all) {
    const distance = editDistance(wanted, candidate.toLowerCase(), bound);
    if (distance < bestDistance && distance < Math.max(wanted.length, candidate.length)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== undefined) return best;
  const beginning = all.filter((candidate) => wanted.length > 1 && candidate.toLowerCase().startsWith(wanted));
  return beginning.length === 1 ? beginning[0] : undefined;
};

/** `did you mean X?`, or undefined: a remedy for an unknown word. */
export const didYouMean = (word: string, candidates: Iterable<string>): string | undefined => {
  const match = nearest(word, candidates);
  return match === undefined ? undefined : `Did you mean "${match}"?`;
};
