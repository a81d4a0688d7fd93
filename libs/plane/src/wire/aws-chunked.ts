/** The `aws-chunked` content coding of S3 uploads, decoded as it flows, its chunk and trailer signatures verified. */
import { createHash, type Hash } from 'node:crypto';
import { AwsError } from './aws-error.ts';
import { AuthFault } from './sigv4-fault.ts';
import { EMPTY_HASH, sameSignature, sha256Hex, signText, type SigningContext } from './sigv4.ts';

export interface AwsChunkedOptions {
  /** Present when the chunks are signed (`STREAMING-AWS4-HMAC-SHA256-PAYLOAD…`). */
  readonly signing: SigningContext | undefined;
  /** Whether trailers follow the last chunk (`…-TRAILER`). */
  readonly trailer: boolean;
  /** `x-amz-decoded-content-length`, in bytes. */
  readonly decodedLength: number;
  /** Names announced in `x-amz-trailer`, in lower case. */
  readonly announced: readonly string[];
}

const LONGEST_LINE = 4096;
const LF = 0x0a;
const CR = 0x0d;

export const incompleteBody = (): AwsError =>
  new AwsError(
    'IncompleteBody',
    400,
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );

const malformedTrailer = (): AwsError =>
  new AwsError(
    'MalformedTrailerError',
    400,
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );

const malformedChunk = (): AwsError =>
  new AwsError('InvalidRequest', 400, 'The body of the request is not well-formed aws-chunked data.');

/** Feeds on raw bytes, emits decoded ones. Throws AwsError or AuthFault when the body is not what was signed. */
export class AwsChunkedDecoder {
  readonly trailers: Record<string, string> = {};
  readonly #options: AwsChunkedOptions;
  #state: 'size' | 'data' | 'dataEnd' | 'trailer' | 'done' = 'size';
  /** A line that is not complete yet. */
  #line = '';
  #left = 0;
  #decoded = 0;
  #hash: Hash | undefined;
  #chunkSignature = '';
  #previousSignature: string;
  #trailerText = '';

  constructor(options: AwsChunkedOptions) {
    this.#options = options;
    this.#previousSignature = options.signing?.signature ?? '';
  }

  write(bytes: Buffer, emit: (data: Buffer) => void): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === 'data') {
        const part = bytes.subarray(at, at + this.#left);
        at += part.length;
        this.#left -= part.length;
        this.#hash?.update(part);
        emit(part);
        if (this.#left === 0) this.#state = 'dataEnd';
        continue;
      }
      const end = bytes.indexOf(LF, at);
      this.#line += bytes.toString('latin1', at, end < 0 ? bytes.length : end);
      at = end < 0 ? bytes.length : end + 1;
      if (this.#line.length > LONGEST_LINE) throw malformedChunk();
      if (end >= 0) this.#endLine();
    }
  }

  end(): void {
    if (this.#state !== 'done' || this.#decoded !== this.#options.decodedLength) throw incompleteBody();
    for (const name of this.#options.announced) if (!Object.hasOwn(this.trailers, name)) throw malformedTrailer();
  }

  #endLine(): void {
    const line = this.#line.charCodeAt(this.#line.length - 1) === CR ? this.#line.slice(0, -1) : this.#line;
    this.#line = '';
    switch (this.#state) {
      case 'size':
        this.#startChunk(line);
        break;
      case 'dataEnd':
        if (line !== '') throw malformedChunk();
        this.#endChunk();
        this.#state = 'size';
        break;
      case 'trailer':
        this.#addTrailer(line);
        break;
      default:
        if (line !== '') throw malformedChunk();
    }
  }

  #startChunk(line: string): void {
    const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
    const signed = this.#options.signing !== undefined;
    if (!match || (signed && match[2] === undefined)) throw malformedChunk();
    const size = Number.parseInt(match[1]!, 16);
    this.#decoded += size;
    if (this.#decoded > this.#options.decodedLength) throw incompleteBody();
    this.#chunkSignature = match[2] ?? '';
    this.#left = size;
    this.#hash = signed ? createHash('sha256') : undefined;
    if (size > 0) {
      this.#state = 'data';
      return;
    }
    this.#endChunk();
    this.#state = this.#options.trailer ? 'trailer' : 'done';
  }

  #endChunk(): void {
    const { signing } = this.#options;
    if (!signing || !this.#hash) return;
    this.#check(
      `AWS4-HMAC-SHA256-PAYLOAD\n${signing.timestamp}\n${signing.scope}\n${this.#previousSignature}\n${EMPTY_HASH}\n${this.#hash.digest('hex')}`,
      this.#chunkSignature,
      signing,
    );
  }

  #addTrailer(line: string): void {
    const { signing } = this.#options;
    if (line === '') {
      if (signing) throw new AuthFault('mismatch');
      this.#state = 'done';
      return;
    }
    const at = line.indexOf(':');
    if (at <= 0) throw malformedTrailer();
    const name = line.slice(0, at).trim().toLowerCase();
    const value = line.slice(at + 1).trim();
    if (name === 'x-amz-trailer-signature') {
      if (!signing) throw malformedTrailer();
      this.#check(
        `AWS4-HMAC-SHA256-TRAILER\n${signing.timestamp}\n${signing.scope}\n${this.#previousSignature}\n${sha256Hex(this.#trailerText)}`,
        value,
        signing,
      );
      this.#state = 'done';
      return;
    }
    if (!this.#options.announced.includes(name) || Object.hasOwn(this.trailers, name)) throw malformedTrailer();
    this.trailers[name] = value;
    this.#trailerText += `${name}:${value}\n`;
  }

  #check(text: string, signature: string, signing: SigningContext): void {
    if (!sameSignature(signText(signing.key, text), signature)) throw new AuthFault('mismatch');
    this.#previousSignature = signature;
  }
}
