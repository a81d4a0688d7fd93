/** The peer of the control plane: a bare `node:http` server that answers every request with one document as JSON. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { optionsOf, serveParent } from '../process/serve-parent.ts';

/** The document, or the file that it is in: an argument of a process is bounded. */
const options = optionsOf<{ document: object } | { file: string }>();
const document = 'document' in options ? options.document : (JSON.parse(readFileSync(options.file, 'utf8')) as object);

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(document));
});
server.listen(0, '127.0.0.1', () => serveParent({ ready: { port: (server.address() as AddressInfo).port } }));
