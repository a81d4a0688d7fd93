/** Reads a range of bytes that lie in one file or in several, one after the other, as one stream. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { buffersPassed } from './objects-garbage.ts';

export interface Piece {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** Fewer and larger reads cost less; a few of them in flight per reader bound the memory. */
const READ_BYTES = 256 * 1024;

async function* bytesOf(pieces: readonly Piece[], start: number, end: number): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const { path, size } of pieces) {
    const from = Math.max(0, start - offset);
    const to = Math.min(size, end - offset);
    offset += size;
    if (from >= to) continue;
    const stream = createReadStream(path, { start: from, end: to - 1, highWaterMark: READ_BYTES });
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      yield chunk;
      buffersPassed(chunk.length);
    }
  }
}

/** The bytes from `start` up to, not including, `end` of `pieces` laid end to end. */
export const readPieces = (pieces: readonly Piece[], start: number, end: number): Readable =>
  Readable.from(bytesOf(pieces, start, end), { objectMode: false, highWaterMark: READ_BYTES });
