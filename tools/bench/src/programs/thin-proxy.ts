/** The floor of any proxy in this process model: `node:http` in front, Undici behind, nothing in between. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { optionsOf, serveParent } from '../process/serve-parent.ts';

const { port } = optionsOf<{ port: number }>();
const pool = new Pool(`http://127.0.0.1:${port}`, { connections: null, pipelining: 1 });

const server = createServer((request, response) => {
  const sent: Buffer[] = [];
  request.on('data', (chunk: Buffer) => sent.push(chunk));
  request.on('end', () => {
    const answer: Buffer[] = [];
    const headers = { 'content-type': 'application/json' };
    pool.dispatch(
      { path: '/invocations', method: 'POST', headers, body: Buffer.concat(sent) },
      {
        onRequestStart: () => undefined,
        onResponseData: (_controller, chunk) => void answer.push(chunk),
        onResponseEnd: () => {
          const body = Buffer.concat(answer);
          response.writeHead(200, { ...headers, 'content-length': body.length });
          response.end(body);
        },
        onResponseError: () => response.destroy(),
      },
    );
  });
});
server.listen(0, '127.0.0.1', () => serveParent({ ready: { port: (server.address() as AddressInfo).port } }));
