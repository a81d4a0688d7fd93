/** Attempts that are made again: after what passes by itself, longer apart each time, and never all at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isUnreachable } from '@gradus/aws';

/** Some 20 seconds of attempts in all. */
export const ATTEMPTS = 12;
const FIRST_MS = 50;
const MOST_MS = 5000;

const THROTTLE = /Throttl|TooManyRequests|LimitExceeded|SlowDown/;
const TRANSIENT = /InternalFailure|InternalError|ServiceUnavailable|Timeout/;

/** True for an error's name that asks for less. */
export const isThrottle = (code: string): boolean => THROTTLE.test(code);

/** True for an error's name that passes by itself. */
export const isTransientCode = (code: string): boolean => isThrottle(code) || TRANSIENT.test(code);

/** True for an error that passes by itself, an endpoint that does not answer among them. */
export const isTransient = (error: unknown): boolean => {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  const isServers = status === 429 || (status >= 500 && status !== 501);
  return isServers || isUnreachable(error) || (error instanceof Error && isTransientCode(error.name));
};

/** Full jitter: anything up to 50 ms after the first attempt, doubled after each further one, 5 s at most. */
export const backoff = async (attempt: number): Promise<void> => {
  await sleep(Math.random() * Math.min(MOST_MS, FIRST_MS * 2 ** (attempt - 1)));
};

/** What `call` gives, made again after errors that pass by themselves. */
export const retrying = async <Result>(call: () => Promise<Result>): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt === ATTEMPTS || !isTransient(error)) throw error;
    }
    await backoff(attempt);
  }
};
