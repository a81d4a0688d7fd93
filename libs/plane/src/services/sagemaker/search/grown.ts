/** Typed arrays that grow by doubling, few of them at a time. */

const LENGTHS = 8;

let made = 0;

/**
 * A length to begin with, from 8 to 15 in turn. The columns of an index have an entry for each record; of one first length
 * they would all be copied to their doubles within one step of the work.
 */
export const firstLength = (): number => LENGTHS + (made++ % LENGTHS);

/** A copy of twice the length. */
export const grown = <Entries extends Uint8Array | Uint32Array | Float64Array>(entries: Entries): Entries => {
  const copy = new (entries.constructor as new (length: number) => Entries)(entries.length * 2);
  copy.set(entries);
  return copy;
};
