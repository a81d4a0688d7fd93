/** The plane's HTTP server: one loopback port, the `Host` check, health, and an exchange per request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostCheck } from './host.ts';
import { errorFields } from '../log.ts';
import type { FrontTarget, RequestFront } from './request-front.ts';
import { Exchange, type ExchangeParts } from './server-exchange.ts';
import { HEADER_BYTES, TIMEOUTS } from './server-limits.ts';

export const HEALTH_PATH = '/_gradus/health';

export interface WireServer {
  readonly port: number;
  /** Starts to answer; until then connections wait. */
  open(parts: ExchangeParts, health: () => object, fronts?: readonly RequestFront[]): void;
  /** Takes no more connections, lets what is in flight end (for a bounded time), closes the rest. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Listens on loopback; rejects with `EADDRINUSE` when the port is taken. `port` 0 means any free one. */
export const listen = async (port: number): Promise<WireServer> => {
  const server = createServer({
    keepAlive: true,
    maxHeaderSize: HEADER_BYTES,
    headersTimeout: TIMEOUTS.headersMs,
    requestTimeout: TIMEOUTS.requestMs,
    keepAliveTimeout: TIMEOUTS.idleMs,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    open: (parts, health, fronts = []) => open(server, hostCheck(bound), { parts, health, fronts }),
    close: () => close(server),
  };
};

interface Answering {
  readonly parts: ExchangeParts;
  readonly health: () => object;
  readonly fronts: readonly RequestFront[];
}

const open = (
  server: Server,
  isOurs: (host: string | undefined) => boolean,
  { parts, health, fronts }: Answering,
): void => {
  const frontOf = (host: string, path: string, ours: boolean): RequestFront | undefined =>
    fronts.find((front) => (ours ? front.ownsPath(path) : front.ownsHost(host)));
  const serve = (
    front: RequestFront,
    req: IncomingMessage,
    res: ServerResponse,
    target: FrontTarget,
    expecting: boolean,
  ): void => {
    front.serve(req, res, target, expecting).catch((error: unknown) => {
      const { path } = target;
      parts.log.error({ method: req.method, path, ...errorFields(error) }, 'a request failed by a fault of the plane');
      if (res.headersSent) {
        res.destroy();
        return;
      }
      req.resume();
      res.writeHead(500, { 'Content-Type': 'application/json', Connection: 'close' });
      res.end(JSON.stringify({ message: 'Internal Server Error' }));
    });
  };
  const answer = (req: IncomingMessage, res: ServerResponse, expecting: boolean): void => {
    req.on('error', () => undefined); // a client that went away; whoever reads the body learns it from its end
    const url = req.url!;
    const host = req.headers.host?.toLowerCase() ?? '';
    const ours = isOurs(host);
    if (!ours && !fronts.some((front) => front.ownsHost(host))) {
      refuse(req, res, 403, 'The Host header names another host than this plane.');
      return;
    }
    if (!url.startsWith('/')) {
      refuse(req, res, 400, 'The request target is no path.');
      return;
    }
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const target = { path, query: mark < 0 ? '' : url.slice(mark + 1) };
    const front = fronts.length === 0 ? undefined : frontOf(host, path, ours);
    if (front) {
      serve(front, req, res, target, expecting);
      return;
    }
    if (path === HEALTH_PATH && req.method === 'GET') {
      res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(health()));
      return;
    }
    new Exchange(parts, req, res, target, expecting).start();
  };
  server.on('request', (req, res) => answer(req, res, false));
  server.on('checkContinue', (req, res) => answer(req, res, true));
};

const refuse = (req: IncomingMessage, res: ServerResponse, status: number, message: string): void => {
  req.resume();
  res.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' });
  res.end(
    JSON.stringify({ __type: status === 403 ? 'AccessDeniedException' : 'MalformedHttpRequestException', message }),
  );
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), TIMEOUTS.closeMs);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
    server.closeIdleConnections();
  });
