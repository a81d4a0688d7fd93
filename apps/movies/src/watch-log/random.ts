/** A seeded random source in integer arithmetic, so that every engine draws the same numbers. */

export interface Random {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Uniform integer in [0, `bound`). */
  readonly integer: (bound: number) => number;
  /** One element, each as likely. */
  readonly pick: <T>(from: readonly T[]) => T;
}

/**
 * A source that repeats itself for the same `seed`: golden-ratio increments through the murmur3 finalizer. The notebook
 * runs it from a code bundle that holds this app alone, hence not `@gradus/core`'s.
 */
export function seededRandom(seed: number): Random {
  let state = Math.imul(seed, 0x85ebca6b) | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
  };
  const integer = (bound: number): number => Math.floor(next() * bound);
  return { next, integer, pick: (from) => from[integer(from.length)]! };
}
