/** Makes environments for containers, which must not write where they lie: asked over a socket in the folder that they read. */
import { createServer, type IncomingMessage } from 'node:http';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { reportError } from '@gradus/core';
import type { PythonEnvironments } from './environments.ts';
import { parseRequirements } from './requirements.ts';

export interface EnvironmentServer {
  readonly socket: string;
  close(): Promise<void>;
}

const MAX_BYTES = 256 * 1024;

const read = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new RangeError(`more than ${MAX_BYTES} bytes of requirements`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
};

/**
 * Answers until it is closed. What it is asked for is text of a container and so is checked here, whatever the container has checked.
 * @param socket path of the socket; taken over when a server that died has left it
 */
export const serveEnvironments = async (
  environments: PythonEnvironments,
  socket: string,
): Promise<EnvironmentServer> => {
  const stop = new AbortController();
  const server = createServer((request, response) => {
    const answer = (status: number, value: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    read(request)
      .then((asked) => {
        if (!Array.isArray(asked)) throw new TypeError('not a list of requirements');
        return environments.make(parseRequirements(asked.map(String).join('\n')), stop.signal);
      })
      .then(
        (made) => answer(200, made),
        // A server that closes has no answer: whoever asked asks the next one.
        (error: unknown) => (stop.signal.aborted ? response.destroy() : answer(500, reportError(error))),
      );
  });
  // A package that is large takes longer to install than any default patience.
  server.requestTimeout = 0;
  server.headersTimeout = 60_000;
  await mkdir(dirname(socket), { recursive: true, mode: 0o700 });
  await rm(socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  await chmod(socket, 0o600);
  return {
    socket,
    close: () =>
      new Promise((resolve) => {
        stop.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
