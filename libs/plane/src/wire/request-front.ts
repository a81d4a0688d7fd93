/** Requests that are no AWS calls: what a service serves to anybody, such as a deployed HTTP API. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface RequestFront {
  /** Whether requests that name this host (as the header has it, in lower case) are for the front, whatever their path. */
  ownsHost(host: string): boolean;
  /** Whether a path of the plane's own host is for the front; percent-encoded, as it travelled. */
  ownsPath(path: string): boolean;
  /**
   * Answers one request. A rejection is a fault of the plane, which the server logs and answers with 500.
   * @param expecting the client waits for `100 Continue` before it sends the body
   */
  serve(req: IncomingMessage, res: ServerResponse, target: FrontTarget, expecting: boolean): Promise<void>;
  /** Runs when the plane ends, after the last request was answered. */
  close(): Promise<void>;
}

/** Path and query as they travelled, the query without `?`. */
export interface FrontTarget {
  readonly path: string;
  readonly query: string;
}
