/** The peer of the control plane: a bare `node:http` server that answers every request with one document as JSON. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { optionsOf, serveParent } from '../process/serve-parent.ts';

const { document } = optionsOf<{ document: object }>();

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(document));
});
server.listen(0, '127.0.0.1', () => serveParent({ ready: { port: (server.address() as AddressInfo).port } }));
