/** A trivial inference container; `WORK_MS` makes it wait so long before it answers, `BURN_MS` keeps its processor busy. */
import { existsSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

const { SAGEMAKER_BIND_TO_PORT: port = '8080', WORK_MS: work, BURN_MS: burn } = process.env;
const waitMs = Number(work ?? 0);
const burnMs = Number(burn ?? 0);
// The port, so that the container can be called without the plane as well.
const answer = JSON.stringify({ predictions: [{ id: '296', score: 0.97 }], port: Number(port) });

const reply = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(answer);
};

const server = createServer((request, response) => {
  if (request.url === '/ping') {
    response.end();
    return;
  }
  request.resume();
  request.on('end', () => {
    const until = performance.now() + burnMs;
    while (performance.now() < until);
    if (waitMs > 0) setTimeout(reply, waitMs, response);
    else reply(response);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));

// A container outlives its plane; this program's own file goes away with the benchmark, however that ends.
const program = fileURLToPath(import.meta.url);
setInterval(() => {
  if (!existsSync(program)) process.exit(0);
}, 1000).unref();
