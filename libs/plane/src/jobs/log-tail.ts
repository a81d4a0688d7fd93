/** Follows a container's log: complete lines as they are written, from any offset, to the end of the container. */
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

export interface LogTail {
  readonly file: string;
  /** Bytes that were read before. */
  readonly offset: number;
  /** Resolves when the container has ended and its log is complete. */
  readonly ended: Promise<unknown>;
  readonly aborted: AbortSignal;
  /** Complete lines without their line ends, and the offset behind them; the next lines wait for it. */
  readonly onLines: (lines: string[], offset: number) => Promise<void>;
}

const POLL_MS = 50;
const CHUNK_BYTES = 256 * 1024;

/** Resolves when all of the log has been handed over, or at once when aborted. */
export const tailLog = async ({ file, offset, ended, aborted, onLines }: LogTail): Promise<void> => {
  let over = false;
  const end = ended.then(() => (over = true));
  const handle = await open(file, 'r');
  try {
    let position = offset;
    while (!aborted.aborted) {
      const last = over;
      const { lines, read } = await readLines(handle, position, last);
      if (lines.length > 0) await onLines(lines, position + read);
      position += read;
      if (read > 0) continue;
      if (last) return;
      await Promise.race([end, delay(POLL_MS)]);
    }
  } finally {
    await handle.close();
  }
};

/** The complete lines of one chunk; the last one counts without its line end when the log is complete or the line outgrows the chunk. */
const readLines = async (
  handle: FileHandle,
  position: number,
  complete: boolean,
): Promise<{ lines: string[]; read: number }> => {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, position);
  const chunk = buffer.subarray(0, bytesRead);
  const newline = chunk.lastIndexOf(10);
  const whole = newline >= 0 && !(complete && bytesRead < CHUNK_BYTES);
  const read = whole ? newline + 1 : complete || bytesRead === CHUNK_BYTES ? bytesRead : 0;
  if (read === 0) return { lines: [], read };
  const text = chunk
    .subarray(0, read)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  return { lines: text.split(/\r?\n/), read };
};
