/** What the load generator is asked, and what it answers. */

export interface LoadJob {
  readonly port: number;
  /** Kept-alive connections, each with one request in flight. */
  readonly connections: number;
  readonly milliseconds: number;
  /** At most one request of each connection in so many milliseconds; latency then counts from when it was due. */
  readonly everyMs?: number;
  /** Whole HTTP/1.1 requests, one character per byte, sent in turn. */
  readonly requests: readonly string[];
}

export interface LoadResult {
  readonly perSecond: number;
  /** Latency in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly count: number;
  /** What share of one core the generator itself used: at 1 the generator is what was measured. */
  readonly busy: number;
}
