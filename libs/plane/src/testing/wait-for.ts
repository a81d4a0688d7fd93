/** Waits for a state instead of sleeping. */

export interface WaitOptions {
  /** Milliseconds; default 10,000. */
  readonly timeout?: number;
  /** Milliseconds between looks; default 10. */
  readonly interval?: number;
}

/**
 * Looks until `look` gives a value that is neither false, null nor undefined, and resolves with it.
 * @throws Error when the time is up, with the last error of `look` as its cause
 */
export const waitFor = async <T>(
  look: () => T | Promise<T>,
  { timeout = 10_000, interval = 10 }: WaitOptions = {},
): Promise<Exclude<T, false | null | undefined>> => {
  const deadline = Date.now() + timeout;
  let cause: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== false && seen !== null && seen !== undefined) return seen as Exclude<T, false | null | undefined>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadline) throw new Error(`waited ${timeout} ms for ${look.toString()}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
};
