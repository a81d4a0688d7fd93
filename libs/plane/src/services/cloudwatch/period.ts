/** Periods: which ones there are, where the first one of a request begins, and how long data of each is kept. */

const HOUR = 3600;
const DAY = 24 * HOUR;
const SHORT = [1, 5, 10, 20, 30];

/** Seconds: one of the short ones of high-resolution metrics, or whole minutes. */
export const isPeriod = (period: number): boolean => SHORT.includes(period) || (period > 0 && period % 60 === 0);

/**
 * The request's start, rounded down as CloudWatch does: to the period when that is short, else to 1 minute, to 5 minutes
 * when it is more than 15 days ago, to an hour when it is more than 63. All in seconds; `now` is service time.
 */
export const roundedStart = (start: number, period: number, now: number): number => {
  const age = now - start;
  const step = period < 60 ? period : age <= 15 * DAY ? 60 : age <= 63 * DAY ? 300 : HOUR;
  return Math.floor(start / step) * step;
};

/** Data of such periods from before this second is gone: it stays in longer ones. */
export const keptSince = (period: number, now: number): number => {
  if (period % HOUR === 0) return now - 455 * DAY;
  if (period % 300 === 0) return now - 63 * DAY;
  return period % 60 === 0 ? now - 15 * DAY : now - 3 * HOUR;
};
