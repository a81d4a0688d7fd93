/** Waits before an attempt is made again: longer each time, and never all at once. */
import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 50;
const MOST_MS = 5000;

/** Full jitter: anything up to 50 ms after the first attempt, doubled after each further one, 5 s at most. */
export const backoff = async (
  attempt: number,
  random: () => number = Math.random,
  signal?: AbortSignal,
): Promise<void> => {
  await sleep(random() * Math.min(MOST_MS, FIRST_MS * 2 ** (attempt - 1)), undefined, signal ? { signal } : {});
};
