/** One kept-alive HTTP/1.1 connection that sends requests made in advance, one at a time, and measures each. */
import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

export interface LoadConnectionOptions {
  readonly port: number;
  /** Sends a request when so many milliseconds are over since the last was due, instead of at once. */
  readonly everyMs?: number | undefined;
  /** When the first one is due, in milliseconds from now. */
  readonly firstMs?: number;
  readonly status?: number | undefined;
  /** The next request, or undefined when there is none any more: the connection then ends. */
  readonly next: () => Buffer | undefined;
  /** Told each answer's latency in milliseconds. */
  readonly answered: (latency: number) => void;
}

/** Resolves when there is no next request; rejects when an answer has another status or the connection breaks. */
export const runConnection = (options: LoadConnectionOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    const { port, everyMs, firstMs = 0, status = 200, next, answered } = options;
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let sentAt = 0;
    let dueAt = 0;
    /** Bytes of the answer that have not come yet; -1 before its head, Infinity when its end is a last chunk. */
    let missing = -1;
    let head: Buffer | undefined;
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    const write = (request: Buffer, from: number): void => {
      sentAt = from;
      socket.write(request);
    };
    const send = (): void => {
      const request = next();
      if (request === undefined) {
        socket.destroy();
        resolve();
        return;
      }
      missing = -1;
      const now = performance.now();
      if (everyMs === undefined) return write(request, now);
      dueAt = dueAt === 0 ? now + firstMs : dueAt + everyMs;
      // The answer before came late: what waited for it is late as well.
      if (dueAt <= now) write(request, dueAt);
      else setTimeout(() => write(request, performance.now()), dueAt - now);
    };
    const readHead = (chunk: Buffer): void => {
      const bytes = head === undefined ? chunk : Buffer.concat([head, chunk]);
      const end = bytes.indexOf(HEAD_END);
      if (end < 0) {
        head = bytes;
        return;
      }
      head = undefined;
      const text = bytes.toString('latin1', 0, end);
      if (!text.startsWith(`HTTP/1.1 ${status} `))
        throw new Error(`the answer was ${bytes.toString('latin1', 0, 600)}`);
      const length = /\r\ncontent-length: *(\d+)/i.exec(text);
      const body = bytes.length - end - HEAD_END.length;
      missing = length
        ? Number(length[1]) - body
        : bytes.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)
          ? 0
          : Infinity;
    };
    socket.on('connect', send);
    socket.on('error', fail);
    socket.on('close', () => reject(new Error('the server closed the connection')));
    socket.on('data', (chunk: Buffer) => {
      try {
        if (missing === -1) readHead(chunk);
        else if (missing === Infinity) missing = chunk.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK) ? 0 : Infinity;
        else missing -= chunk.length;
      } catch (error) {
        fail(error as Error);
        return;
      }
      if (missing !== 0) return;
      answered(performance.now() - sentAt);
      send();
    });
  });
