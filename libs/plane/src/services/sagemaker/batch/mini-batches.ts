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
const RETURN = 13;

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
  let batch: Buffer[] = [];
  let bytes = 0;
  for await (const line of lines(file, batching.maxPayload)) {
    if (line.length > batching.maxPayload) throw new PayloadTooLarge();
    const full = batching.strategy === 'SingleRecord' || bytes + 1 + line.length > batching.maxPayload;
    if (batch.length > 0 && full) {
      yield joinLines(batch);
      batch = [];
      bytes = 0;
    }
    bytes += line.length + (batch.length > 0 ? 1 : 0);
    batch.push(line);
  }
  if (batch.length > 0) yield joinLines(batch);
}

const joinLines = (batch: readonly Buffer[]): Buffer =>
  Buffer.concat(batch.flatMap((line, index) => (index === 0 ? [line] : [Buffer.of(NEWLINE), line])));

async function* lines(file: string, longest: number): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield withoutReturn(Buffer.concat([...begun, chunk.subarray(start, end)]));
      begun = [];
      bytes = 0;
      start = end + 1;
    }
    if (start === chunk.length) continue;
    begun.push(chunk.subarray(start));
    bytes += chunk.length - start;
    if (bytes > longest + 1) throw new PayloadTooLarge();
  }
  if (begun.length > 0) yield withoutReturn(Buffer.concat(begun));
}

const withoutReturn = (line: Buffer): Buffer => (line.at(-1) === RETURN ? line.subarray(0, -1) : line);
