/**
 * How many events run at once: reserved shares, the account's pool, and how fast a function may grow.
 * @source docs - lambda-concurrency: 1,000 per account and region, 100 unreserved, ten requests a second for each
 * @source docs - 1,000 environments per ten seconds and function
 */
import { AwsError } from '../../../wire/aws-error.ts';

export const ACCOUNT_CONCURRENCY = 1_000;
/** What reservations must leave to the functions that have none. */
export const UNRESERVED_MINIMUM = 100;
const REQUESTS_PER_UNIT = 10;
const SCALING_MS = 10_000;
const SCALING_ENVIRONMENTS = 1_000;

export type ThrottleReason =
  | 'ConcurrentInvocationLimitExceeded'
  | 'FunctionInvocationRateLimitExceeded'
  | 'ReservedFunctionConcurrentInvocationLimitExceeded'
  | 'ReservedFunctionInvocationRateLimitExceeded';

/** 429, as Lambda throttles. */
export const tooManyRequests = (Reason: ThrottleReason, message = 'Rate Exceeded.'): AwsError =>
  new AwsError('TooManyRequestsException', 429, message, { Type: 'User', Reason }, { 'retry-after': '1' });

/** What one event takes from. */
export interface ConcurrencyClaim {
  readonly functionKey: string;
  readonly accountKey: string;
  /** The function's own share, when it has one. */
  readonly reserved?: number;
  /** What the account's pool holds for functions without one. */
  readonly unreserved: number;
  /** An environment kept ahead serves it: that share is not of the pool. */
  readonly provisioned: boolean;
  /** The environments that there are. */
  readonly environments: number;
}

interface Counter {
  running: number;
  /** The second that `requests` counts, and the window that began with so many environments at work, in service time. */
  second: number;
  requests: number;
  window: number;
  atWork: number;
}

export class Concurrency {
  readonly #counters = new Map<string, Counter>();

  /** Events of a function that run now. */
  running(functionKey: string): number {
    return this.#counters.get(functionKey)?.running ?? 0;
  }

  /**
   * Takes a place for one event; `leave` gives it back.
   * @throws AwsError TooManyRequestsException
   */
  enter(claim: ConcurrencyClaim, now: number): { leave(): void } {
    const { reserved } = claim;
    const own = this.#counter(claim.functionKey);
    const shared = reserved === undefined ? this.#counter(claim.accountKey) : own;
    const limit = reserved ?? claim.unreserved;
    if (!claim.provisioned) {
      if (shared.running >= limit) {
        throw tooManyRequests(
          reserved === undefined
            ? 'ConcurrentInvocationLimitExceeded'
            : 'ReservedFunctionConcurrentInvocationLimitExceeded',
        );
      }
      const second = Math.floor(now / 1000);
      if (shared.second !== second) Object.assign(shared, { second, requests: 0 });
      if (shared.requests >= limit * REQUESTS_PER_UNIT) {
        throw tooManyRequests(
          reserved === undefined
            ? 'FunctionInvocationRateLimitExceeded'
            : 'ReservedFunctionInvocationRateLimitExceeded',
        );
      }
      shared.requests += 1;
    }
    const window = Math.floor(now / SCALING_MS);
    if (own.window !== window) Object.assign(own, { window, atWork: Math.max(own.running, claim.environments) });
    if (own.running >= own.atWork + SCALING_ENVIRONMENTS) throw tooManyRequests('ConcurrentInvocationLimitExceeded');
    const counted = claim.provisioned || shared === own ? [own] : [own, shared];
    for (const counter of counted) counter.running += 1;
    return {
      leave: () => {
        for (const counter of counted) counter.running -= 1;
      },
    };
  }

  #counter(key: string): Counter {
    const known = this.#counters.get(key);
    if (known) return known;
    const made = { running: 0, second: 0, requests: 0, window: 0, atWork: 0 };
    this.#counters.set(key, made);
    return made;
  }
}
