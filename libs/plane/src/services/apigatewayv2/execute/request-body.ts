/** The body of a request to a deployed API, read whole within API Gateway's limit. */
import type { IncomingMessage } from 'node:http';

const LIMIT = 10 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);

/** Whether the client announces a body beyond the limit. */
export const announcesTooMuch = (req: IncomingMessage): boolean => Number(req.headers['content-length'] ?? 0) > LIMIT;

/** `too-large` beyond 10 MB, `gone` when the client went away before it had sent everything. */
export const readBody = (req: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > LIMIT) resolve('too-large');
      else chunks.push(chunk);
    });
    req.on('end', () => {
      resolve(chunks.length === 0 ? NOTHING : chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length));
    });
    req.on('close', () => resolve('gone'));
  });
