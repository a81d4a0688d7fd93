import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../testing/wait-for.ts';
import { reply } from './server-reply.ts';

describe('reply', () => {
  const server = createServer();
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());

  it('closes the stream that a client did not wait for', async () => {
    const asked = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
    const client = get(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).on('error', () => undefined);
    const [req, res] = await asked;
    client.destroy();
    await once(res, 'close');
    const body = Readable.from(['never read']);
    reply(req, res, { status: 200, headers: {}, body }, false);
    await waitFor(() => body.closed);
    expect(body.closed).toBe(true);
  });
});
