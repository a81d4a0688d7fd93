/** What the load generator is asked, and what it answers. */

export interface LoadJob {
  readonly port: number;
  /** Kept-alive connections, each with one request in flight. */
  readonly connections: number;
  readonly milliseconds: number;
  /** Whole HTTP/1.1 requests, one character per byte, sent in turn. */
  readonly requests: readonly string[];
}

export interface LoadResult {
  readonly perSecond: number;
  /** Latency in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
  /** What share of one core the generator itself used: at 1 the generator is what was measured. */
  readonly busy: number;
}
