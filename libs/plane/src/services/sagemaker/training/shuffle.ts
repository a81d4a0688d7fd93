/** An order of things that a seed decides: the same for the same seed and round. */
import { createHash } from 'node:crypto';

/** @param round an epoch: each has an order of its own */
export const shuffled = <Item>(items: readonly Item[], seed: number, round = 0): Item[] =>
  items
    .map((item, index) => ({ item, rank: createHash('sha256').update(`${seed}/${round}/${index}`).digest('hex') }))
    .sort((one, other) => (one.rank < other.rank ? -1 : 1))
    .map(({ item }) => item);
