/**
 * HTTP integrations: the request goes on to a server on this machine, its answer back.
 * @source docs - path variables in the URI, the whole path for `$default`
 * @source unverified - 503 for a server that cannot be reached
 */
import { Agent, request as send } from 'undici';
import { internalServerError, serviceUnavailable } from './gateway-request.ts';
import type { GatewayAnswer, GatewayRequest } from './gateway-request.ts';

const ANSWER_BYTES = 10 * 1024 * 1024;
/** Of the connection, not of the request or the answer. */
const HOP = /^(?:connection|content-length|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

export class HttpIntegrations {
  readonly #agent = new Agent({ connect: { timeout: 2_000 }, pipelining: 1 });

  async ask(
    request: GatewayRequest,
    target: { readonly uri: string; readonly method: string; readonly timeoutMs: number },
  ): Promise<GatewayAnswer> {
    const signal = AbortSignal.timeout(target.timeoutMs);
    const method = target.method === 'ANY' ? request.method : target.method;
    try {
      const answer = await send(urlOf(request, target.uri), {
        ...{ method: method as 'GET', dispatcher: this.#agent, signal, headers: headersOf(request) },
        body: request.body.length === 0 ? null : request.body,
      });
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > ANSWER_BYTES) return internalServerError(`The server answered more than ${ANSWER_BYTES} bytes`);
        chunks.push(chunk);
      }
      const headers = Object.entries(answer.headers).filter(
        (entry): entry is [string, string | string[]] => entry[1] !== undefined && !HOP.test(entry[0]),
      );
      const status = answer.statusCode;
      return { status, headers: Object.fromEntries(headers), body: Buffer.concat(chunks), integrationStatus: status };
    } catch (error) {
      if (signal.aborted) return serviceUnavailable(`The server did not answer within ${target.timeoutMs} ms`);
      const why = error instanceof Error ? error.message : String(error);
      return serviceUnavailable(`The server cannot be reached: ${why}`);
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

const urlOf = ({ route, parameters, path, query }: GatewayRequest, uri: string): string => {
  const filled = uri.replace(/\{([^{}+]+)\+?\}/g, (whole, name: string) => {
    const value = parameters && Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    return value === undefined ? whole : value.split('/').map(encodeURIComponent).join('/');
  });
  const url = new URL(filled);
  if (route.path === undefined) url.pathname = url.pathname.replace(/\/$/, '') + encodeURI(path);
  if (query !== '') url.search = url.search === '' ? query : `${url.search}&${query}`;
  return url.href;
};

const headersOf = ({ headers, sourceIp, domainName }: GatewayRequest): Record<string, string | string[]> => {
  const sent: Record<string, string | string[]> = {};
  for (const name in headers) if (headers[name] !== undefined && !HOP.test(name)) sent[name] = headers[name];
  sent['forwarded'] = `for=${sourceIp};host=${domainName};proto=http`;
  sent['via'] = 'HTTP/1.1 AmazonAPIGateway';
  return sent;
};
