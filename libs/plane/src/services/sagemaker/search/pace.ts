/** Long work in short slices: between two of them everybody else of the plane has a turn of the event loop. */

/** What other calls may wait for: a slice, and whatever step of the work outlasts it. */
const SLICE_MS = 2;

/** Those who want to go on; one per turn of the event loop, however many they are. */
const waiting: (() => void)[] = [];

const giveTurn = (): void => {
  const next = waiting.shift();
  if (waiting.length > 0) setImmediate(giveTurn);
  next?.();
};

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(giveTurn);
  });

/** One piece of long work. Ask {@link spent} after each step and await {@link pause} when it says so. */
export class Pace {
  #sliceEnd = 0;

  get spent(): boolean {
    return performance.now() >= this.#sliceEnd;
  }

  /** Resolves at the beginning of the next slice. */
  async pause(): Promise<void> {
    await nextTurn();
    this.#sliceEnd = performance.now() + SLICE_MS;
  }
}
