/** Splits an input object into the payloads of requests: the whole object, a line each, or as many lines as fit. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

export interface Batching {
  readonly splitType: 'None' | 'Line';
  readonly strategy: 'MultiRecord' | 'SingleRecord';
  /** Bytes that a payload may have; infinite for payloads that are streamed. */
  readonly maxPayload: number;
}

/** A record, or an object that is not split, that no request can carry. */
export class PayloadTooLarge extends Error {
  override readonly name = 'PayloadTooLarge';
  constructor() {
    super('Too much data for max payload size');
  }
}

const NEWLINE = 10;

/**
 * Payloads in the order of the records; lines without the last one's end.
 * @throws PayloadTooLarge
 */
export async function* miniBatches(file: string, batching: Batching): AsyncGenerator<Buffer> {
  if (batching.splitType === 'None') {
    if ((await stat(file)).size > batching.maxPayload) throw new PayloadTooLarge();
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(file)) chunks.push(chunk as Buffer);
    yield Buffer.concat(chunks);
    return;
  }
  const pieces = wholeLines(file, batching.maxPayload);
  if (batching.strategy === 'SingleRecord') yield* singleLines(pieces, batching.maxPayload);
  else yield* packedLines(pieces, batching.maxPayload);
}

async function* singleLines(pieces: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      if (end - start > most) throw new PayloadTooLarge();
      yield piece.subarray(start, end);
      start = end + 1;
    }
  }
}

async function* packedLines(pieces: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  const take = (): Buffer => {
    const payload = Buffer.concat(held).subarray(0, -1);
    held = [];
    bytes = 0;
    return payload;
  };
  for await (let piece of pieces) {
    // The end of a payload's last line is left out, and so does not count.
    for (let room = most + 1 - bytes; piece.length > room; room = most + 1) {
      const cut = piece.lastIndexOf(NEWLINE, room - 1) + 1;
      if (room === 0 || cut === 0) {
        if (bytes === 0) throw new PayloadTooLarge();
      } else {
        held.push(piece.subarray(0, cut));
        piece = piece.subarray(cut);
      }
      yield take();
    }
    held.push(piece);
    bytes += piece.length;
  }
  if (held.length > 0) yield take();
}

/** The file in pieces of whole lines, each with its end, for line by line would hold the plane up; CR LF becomes LF. */
async function* wholeLines(file: string, longest: number): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      yield withoutReturns(Buffer.concat([...begun, chunk.subarray(0, end)]));
      begun = [];
      bytes = 0;
    }
    if (end === chunk.length) continue;
    begun.push(chunk.subarray(end));
    bytes += chunk.length - end;
    if (bytes > longest + 1) throw new PayloadTooLarge();
  }
  if (begun.length > 0) yield withoutReturns(Buffer.concat([...begun, Buffer.of(NEWLINE)]));
}

const withoutReturns = (lines: Buffer): Buffer =>
  lines.includes('\r\n') ? Buffer.from(lines.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : lines;
