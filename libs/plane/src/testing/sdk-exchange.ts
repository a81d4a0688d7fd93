/** One call of an SDK client whose request never leaves the process: what it sent is caught, the answer given. */
import { Readable } from 'node:stream';
import type { WireRequest, WireResponse } from '../wire/http-message.ts';

/** The parts of the SDK's request and response that an exchange needs. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string | string[] | null>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

export interface RequestHandler {
  handle(request: SdkRequest): Promise<{ response: SdkResponse }>;
  metadata: { handlerProtocol: string };
}

const queryText = (query: SdkRequest['query']): string =>
  Object.entries(query)
    .flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((each) => [key, each ?? ''] as const))
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');

const bodyOf = async (body: unknown): Promise<Buffer> => {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

/** A client's `requestHandler` that hands each request to `answer`. */
export const exchangeWith = (answer: (request: WireRequest) => WireResponse): RequestHandler => ({
  metadata: { handlerProtocol: 'http/1.1' },
  async handle(request) {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const {
      status,
      headers: answered,
      body,
    } = answer({
      method: request.method,
      path: request.path,
      query: queryText(request.query),
      headers,
      body: await bodyOf(request.body),
    });
    return {
      response: {
        statusCode: status,
        headers: Object.fromEntries(Object.entries(answered).map(([name, value]) => [name.toLowerCase(), value])),
        body: typeof body === 'string' || body instanceof Uint8Array ? Readable.from([Buffer.from(body)]) : body,
      },
    };
  },
});
