/** Writes a wire response to a connection, and leaves the connection fit for the next request. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { WireResponse } from './http-message.ts';
import { TIMEOUTS } from './server-limits.ts';

/** `unread` says that the client waits for `100 Continue` and its body was never asked for. */
export const reply = (req: IncomingMessage, res: ServerResponse, response: WireResponse, unread: boolean): void => {
  const { status, headers, body } = response;
  if (res.destroyed || res.headersSent) {
    if (body instanceof Readable) body.destroy();
    return;
  }
  // The client may send the body or not: the connection cannot tell what comes next.
  if (unread) headers['connection'] = 'close';
  else if (!req.complete) drain(req);
  if (typeof body === 'string' || body instanceof Uint8Array) {
    const bodyless = req.method === 'HEAD' || status === 204 || status === 304;
    if (!bodyless) headers['content-length'] ??= String(Buffer.byteLength(body));
    res.writeHead(status, headers);
    res.end(bodyless ? undefined : body);
    return;
  }
  res.writeHead(status, headers);
  if (req.method === 'HEAD') {
    body.destroy();
    res.end();
    return;
  }
  // An error after the first byte can only be told by breaking the connection off, which pipeline does.
  pipeline(body, res, () => undefined);
};

/** Reads and drops what a refused client still sends, for a bounded time, so that it gets to read the answer. */
const drain = (req: IncomingMessage): void => {
  const timer = setTimeout(() => req.socket.destroy(), TIMEOUTS.lingerMs);
  timer.unref();
  req.once('close', () => clearTimeout(timer));
  req.unpipe();
  req.removeAllListeners('data');
  req.resume();
};
