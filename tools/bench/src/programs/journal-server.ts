/** The limit of what is durable: a bare `node:http` server that answers once the request's body is on disk, a flush per turn. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { optionsOf, serveParent } from '../process/serve-parent.ts';

const { file } = optionsOf<{ file: string }>();
const journal = openSync(file, 'a');
let bodies: Buffer[] = [];
let waiting: ServerResponse[] = [];

const flush = (): void => {
  const answers = waiting;
  writeSync(journal, Buffer.concat(bodies));
  fdatasyncSync(journal);
  [bodies, waiting] = [[], []];
  for (const response of answers) response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (waiting.length === 0) setImmediate(flush);
    bodies.push(...chunks);
    waiting.push(response);
  });
});
server.listen(0, '127.0.0.1', () =>
  serveParent({
    ready: { port: (server.address() as AddressInfo).port },
    close: async () => closeSync(journal),
  }),
);
