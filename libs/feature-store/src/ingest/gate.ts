/** How many batches are on their way: a bound that yields to throttling, and grows back while none comes. */

/** Successes after which one more is let through. */
const GROW_AFTER = 50;

export interface Gate {
  /** Resolves when another one may start. */
  enter(): Promise<void>;
  /** One has ended. */
  leave(): void;
  /** AWS asks for less: half as many from now on. */
  slower(): void;
  readonly limit: number;
}

export const gateOf = (most: number): Gate => {
  let limit = most;
  let inside = 0;
  let successes = 0;
  const waiting: (() => void)[] = [];
  const admit = (): void => {
    while (inside < limit && waiting.length > 0) {
      inside += 1;
      waiting.shift()!();
    }
  };
  return {
    enter: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        admit();
      }),
    leave: () => {
      inside -= 1;
      successes += 1;
      if (successes >= GROW_AFTER && limit < most) {
        limit += 1;
        successes = 0;
      }
      admit();
    },
    slower: () => {
      limit = Math.max(1, Math.floor(limit / 2));
      successes = 0;
    },
    get limit() {
      return limit;
    },
  };
};
