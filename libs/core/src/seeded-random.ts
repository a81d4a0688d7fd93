/** Seeded randomness: the same seed gives the same numbers on every machine. */

export interface SeededRandom {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** A uniform integer in [0, bound). */
  integer(bound: number): number;
  /** Normal with mean 0 and standard deviation 1 (Box and Muller, 1958). */
  normal(): number;
  /** A copy in random order (Fisher and Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** An independent stream: the same seed and label give the same stream, however much this one was used. */
  fork(label: string): SeededRandom;
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
};

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

/**
 * xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021). Its four words come
 * from a SplitMix-style sequence (golden-ratio increments through the murmur3 finalizer) started at the FNV-1a hash of
 * the seed's decimal or text form.
 */
export const seededRandom = (seed: number | string): SeededRandom => {
  let state = hash(String(seed));
  const word = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
  let [a, b, c, d] = [word(), word(), word(), word()];
  const bits32 = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  const next = (): number => ((bits32() >>> 5) * 0x4000000 + (bits32() >>> 6)) / 0x20000000000000;
  const integer = (bound: number): number => Math.floor(next() * bound);
  return {
    next,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (items) => {
      const shuffled = [...items];
      for (let index = shuffled.length - 1; index > 0; index -= 1) {
        const other = integer(index + 1);
        [shuffled[index], shuffled[other]] = [shuffled[other]!, shuffled[index]!];
      }
      return shuffled;
    },
    fork: (label) => seededRandom(`${seed}/${label}`),
  };
};
