/** Follows a container's log: complete lines as they are written, from any offset, to the end of the container. */
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

export interface LogTail {
  readonly file: string;
  /** Bytes that were read before. */
  readonly offset: number;
  /** Settles when the container has ended and its log is complete. */
  readonly ended: Promise<unknown>;
  readonly aborted: AbortSignal;
  /** Complete lines without their line ends, and the offset behind them; the next lines wait for it. */
  readonly onLines: (lines: string[], offset: number) => Promise<void>;
}

/** Between two looks while the log grows: what came in between is one batch. */
const POLL_MS = 50;
/** The looks at a silent log become rarer, up to this. */
const SLOWEST_POLL_MS = 400;
/** A longer line arrives in pieces. */
const CHUNK_BYTES = 256 * 1024;

/** Resolves when all of the log has been handed over, or soon when aborted. */
export const tailLog = async ({ file, offset, ended, aborted, onLines }: LogTail): Promise<void> => {
  const over = new AbortController();
  const end = (): void => over.abort();
  // A failure is for whoever waits for the container; the log ends here either way.
  ended.then(end, end);
  const wake = AbortSignal.any([aborted, over.signal]);
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const handle = await open(file, 'r');
  try {
    let position = offset;
    let wait = POLL_MS;
    while (!aborted.aborted) {
      const complete = over.signal.aborted;
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, position);
      const ready = buffer.subarray(0, readyLength(buffer.subarray(0, bytesRead), complete));
      if (ready.length > 0) {
        position += ready.length;
        await onLines(linesOf(ready), position);
      }
      if (bytesRead === CHUNK_BYTES) continue;
      if (complete) return;
      wait = ready.length > 0 ? POLL_MS : Math.min(SLOWEST_POLL_MS, wait * 1.5);
      await delay(wait, undefined, { signal: wake }).catch(() => undefined);
    }
  } finally {
    await handle.close();
  }
};

/** How many bytes of a chunk are complete lines; all that is left when the log is complete; a piece when a line outgrows it. */
const readyLength = (chunk: Buffer, complete: boolean): number => {
  const full = chunk.length === CHUNK_BYTES;
  if (complete && !full) return chunk.length;
  const newline = chunk.lastIndexOf(10);
  if (newline >= 0) return newline + 1;
  return full ? wholeCharacters(chunk) : 0;
};

/** The length of a chunk without the UTF-8 character that its end cuts. */
const wholeCharacters = (chunk: Buffer): number => {
  for (let back = 1; back <= 3; back += 1) {
    const byte = chunk[chunk.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? chunk.length - back : chunk.length;
  }
  return chunk.length;
};

const linesOf = (bytes: Buffer): string[] =>
  bytes
    .toString('utf8')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
