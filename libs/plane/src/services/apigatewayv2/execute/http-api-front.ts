/**
 * Serves the requests to deployed HTTP APIs: finds API, stage and route, asks the integration, answers.
 * @source docs - stages before routes, limits, `{"message":…}` of each refusal
 * @source unverified - that CORS headers are added to the refusals too
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PlaneServices } from '../../../service.ts';
import type { FrontTarget, RequestFront } from '../../../wire/request-front.ts';
import { reply } from '../../../wire/server-reply.ts';
import type { SignatureVerifier } from '../../../wire/sigv4.ts';
import { AccessLogs } from './access-logs.ts';
import { accountTakes } from './account-throttle.ts';
import { ApiMetrics } from './api-metrics.ts';
import { compileApi } from './compile-api.ts';
import { isPreflight, preflightAnswer, withCors } from './cors.ts';
import { gatewayAnswer, internalServerError, type GatewayAnswer } from './gateway-request.ts';
import { httpApi } from './http-apis.ts';
import { HttpIntegrations } from './http-integration.ts';
import { signedBy } from './iam-authorization.ts';
import { askLambda } from './lambda-integration.ts';
import { announcesTooMuch, readBody } from './request-body.ts';
import type { ServedApi, ServedStage } from './served-api.ts';

const PREFIX = '/_aws/execute-api/';
const HOST = /^([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.localhost(?::(\d+))?$/;
/** Bytes of the request line and all headers. */
const HEAD_BYTES = 10_240;

const notFound = (): GatewayAnswer => gatewayAnswer(404, 'Not Found');
const tooLarge = (): GatewayAnswer => gatewayAnswer(413, 'Request Entity Too Large');
const tooMany = (): GatewayAnswer => gatewayAnswer(429, 'Too Many Requests');

/** Which API a request names, and the path within it, as it travelled. */
interface Address {
  readonly apiId: string;
  readonly path: string;
  /** Where a host name says so. */
  readonly region?: string;
}

/** What is known of a request when it is answered. */
interface Exchange {
  readonly req: IncomingMessage;
  readonly target: FrontTarget;
  readonly requestId: string;
  readonly begin: () => void;
  /** Service time in milliseconds. */
  readonly time: number;
  integrationMs?: number;
  routeKey?: string;
  bytes: number;
}

export class HttpApiFront implements RequestFront {
  readonly #plane: PlaneServices;
  readonly #verifier: SignatureVerifier;
  readonly #metrics: ApiMetrics;
  readonly #accessLogs: AccessLogs;
  readonly #port: string;
  readonly #servers = new HttpIntegrations();

  constructor(plane: PlaneServices, verifier: SignatureVerifier) {
    this.#plane = plane;
    this.#verifier = verifier;
    this.#metrics = new ApiMetrics(plane);
    this.#accessLogs = new AccessLogs(plane);
    this.#port = new URL(plane.url).port;
  }

  ownsHost(host: string): boolean {
    const found = HOST.exec(host);
    return found !== null && (found[3] === undefined || found[3] === this.#port);
  }

  ownsPath(path: string): boolean {
    return path.startsWith(PREFIX);
  }

  async serve(req: IncomingMessage, res: ServerResponse, target: FrontTarget, expecting: boolean): Promise<void> {
    const started = performance.now();
    let unread = expecting;
    const exchange: Exchange = {
      ...{
        req,
        target,
        requestId: `${randomBytes(11).toString('base64url')}=`,
        bytes: 0,
        time: this.#plane.clock.now(),
      },
      begin: () => {
        if (unread) res.writeContinue();
        unread = false;
      },
    };
    const place = this.#locate(req, target);
    const answer = 'status' in place ? place : await this.#answer(exchange, place);
    if (answer === 'gone') return;
    this.#reply(exchange, res, answer, unread);
    if ('status' in place) return;
    const latency = performance.now() - started;
    this.#metrics.add(place.api, place.stage.name, {
      ...{ status: answer.status, latency, integrationLatency: exchange.integrationMs },
      bytes: exchange.bytes + Buffer.byteLength(answer.body),
    });
    if (place.stage.accessLog) this.#log(exchange, place, answer, latency);
  }

  async close(): Promise<void> {
    await this.#accessLogs.flush();
    await this.#metrics.flush();
    await this.#servers.close();
  }

  #log({ req, ...exchange }: Exchange, { api, stage, path }: Located, answer: GatewayAnswer, latency: number): void {
    this.#accessLogs.add(stage, {
      ...{ api, stage: stage.name, path, answer, latency, method: req.method!, protocol: `HTTP/${req.httpVersion}` },
      ...{ requestId: exchange.requestId, routeKey: exchange.routeKey, time: exchange.time, bytes: exchange.bytes },
      ...{ integrationLatency: exchange.integrationMs, domainName: this.#domainName(api) },
      ...{ sourceIp: req.socket.remoteAddress ?? '127.0.0.1', userAgent: req.headers['user-agent'] },
    });
  }

  #domainName({ apiId, region }: ServedApi): string {
    return `${apiId}.execute-api.${region}.localhost:${this.#port}`;
  }

  #address({ headers }: IncomingMessage, { path }: FrontTarget): Address {
    const [, apiId, region] = HOST.exec(headers.host?.toLowerCase() ?? '') ?? [];
    if (apiId !== undefined && region !== undefined) return { apiId, path, region };
    const slash = path.indexOf('/', PREFIX.length);
    if (slash < 0) return { apiId: path.slice(PREFIX.length), path: '/' };
    return { apiId: path.slice(PREFIX.length, slash), path: path.slice(slash) };
  }

  #locate(req: IncomingMessage, target: FrontTarget): GatewayAnswer | Located {
    const { apiId, path, region } = this.#address(req, target);
    const { store, clock } = this.#plane;
    const api = httpApi(store, apiId, () => compileApi(store, apiId, clock.wall()));
    if (!api || (region !== undefined && api.region !== region)) return notFound();
    if (headBytes(req) > HEAD_BYTES) return gatewayAnswer(431, 'Request Header Fields Too Large');
    const segments = decoded(path);
    if (!segments) return gatewayAnswer(400, 'Bad Request');
    const [first] = segments;
    const named = first === undefined || first.startsWith('$') ? undefined : api.stages.get(first);
    const stage = named ?? api.stages.get('$default');
    if (!stage || stage.disabled) return notFound();
    return { api, stage, segments: named ? segments.slice(1) : segments, path: `/${segments.join('/')}` };
  }

  async #answer(exchange: Exchange, place: Located): Promise<GatewayAnswer | 'gone'> {
    const { req } = exchange;
    const { cors } = place.stage;
    if (!accountTakes(this.#plane.store, place.api, this.#plane.clock.wall())) return tooMany();
    if (cors && isPreflight(req.method!, req.headers)) return preflightAnswer(cors, req.headers);
    const answer = await this.#route(exchange, place);
    return cors && answer !== 'gone' ? withCors(cors, req.headers, answer) : answer;
  }

  async #route(exchange: Exchange, { api, stage, segments, path }: Located): Promise<GatewayAnswer | 'gone'> {
    const { req, target, requestId } = exchange;
    const { clock } = this.#plane;
    const found = stage.routes.find(req.method!, segments);
    if (!found) return notFound();
    const { route, parameters } = found;
    exchange.routeKey = route.key;
    if (route.bucket && !route.bucket.take(clock.wall())) return tooMany();
    if (announcesTooMuch(req)) return tooLarge();
    exchange.begin();
    const body = await readBody(req);
    if (body === 'gone') return body;
    if (body === 'too-large') return tooLarge();
    exchange.bytes = body.length;
    const signed = { method: req.method!, path: target.path, query: target.query, headers: req.headers };
    const caller = route.iam ? signedBy(this.#verifier, api, signed, body) : undefined;
    if (route.iam && !caller) return gatewayAnswer(403, 'Forbidden');
    if (!route.target) return internalServerError('The route has no integration that can be asked');
    const request = {
      ...{ api, stage, route, path, body, requestId, method: req.method!, query: target.query, headers: req.headers },
      ...{ sourceIp: req.socket.remoteAddress ?? '127.0.0.1', time: exchange.time },
      domainName: this.#domainName(api),
      ...(parameters && { parameters }),
      ...(caller && { caller }),
    };
    const asked = performance.now();
    const answer =
      route.target.kind === 'lambda'
        ? await askLambda(this.#plane, request, route.target)
        : await this.#servers.ask(request, route.target);
    exchange.integrationMs = performance.now() - asked;
    return answer;
  }

  #reply({ req, requestId }: Exchange, res: ServerResponse, answer: GatewayAnswer, unread: boolean): void {
    if (res.destroyed) return;
    const { status, body } = answer;
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(answer.headers)) {
      if (typeof value === 'string') headers[name] = value;
      else res.setHeader(name, value);
    }
    if (req.method === 'HEAD' && body.length > 0) headers['content-length'] = String(Buffer.byteLength(body));
    reply(req, res, { status, headers: { ...headers, 'apigw-requestid': requestId }, body }, unread);
  }
}

interface Located {
  readonly api: ServedApi;
  readonly stage: ServedStage;
  /** Of the path, without the stage's name. */
  readonly segments: readonly string[];
  /** Decoded, with the stage's name where it was given. */
  readonly path: string;
}

/** Undefined when the path is not encoded as paths are. */
const decoded = (path: string): string[] | undefined => {
  if (path === '/') return [];
  const segments = path.slice(1).split('/');
  if (!path.includes('%')) return segments;
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
};

const headBytes = ({ method, url, rawHeaders }: IncomingMessage): number => {
  let bytes = method!.length + url!.length;
  for (const text of rawHeaders) bytes += text.length;
  return bytes;
};
