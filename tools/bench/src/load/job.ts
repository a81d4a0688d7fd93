/** What the load generator is asked, and what it answers. */

export interface LoadJob {
  readonly port: number;
  /** Kept-alive connections, each with one request in flight. */
  readonly connections: number;
  readonly milliseconds: number;
  /**
   * A request of each connection in so many milliseconds, the connections evenly apart; latency then counts from when a
   * request was due. With many connections that is an open loop: what is late keeps no other one from being sent.
   */
  readonly everyMs?: number;
  /** The status that every answer must have; 200 when absent. */
  readonly status?: number;
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
