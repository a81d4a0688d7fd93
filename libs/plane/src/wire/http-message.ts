/** A request and a response as the wire sees them: after HTTP, before any AWS protocol. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

export interface WireRequest {
  readonly method: string;
  /** The path as it travelled, percent-encoded. */
  readonly path: string;
  /** The query string as it travelled, without `?`. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** Decoded from aws-chunked. A stream only where the matched operation streams its body (`RouteMatch.streaming`). */
  readonly body: Buffer | Readable;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | Readable;
}
