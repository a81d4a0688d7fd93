/** A request as bytes go: for what no SDK client would send. */
import { request, type IncomingHttpHeaders } from 'node:http';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The error code, of whichever protocol the answer is. */
  readonly code: string | undefined;
}

export interface RawRequest {
  readonly method?: string;
  /** Path and query as they travel. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string | Uint8Array;
}

/** Sends it to the plane at `url` over a connection of its own; rejects when the connection breaks before an answer. */
export const rawRequest = (
  url: string,
  { method = 'POST', path = '/', headers = {}, body }: RawRequest,
): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const outgoing = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode = 0, headers: answered } = response;
        resolve({ status: statusCode, headers: answered, body: text, code: errorCode(answered, text) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

const errorCode = (headers: IncomingHttpHeaders, text: string): string | undefined => {
  const header = headers['x-amzn-errortype'];
  if (typeof header === 'string') return header.split(':')[0];
  return /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? /"__type"\s*:\s*"(?:[^"#]*#)?([^"]+)"/.exec(text)?.[1];
};
