/** The body of a streamed upload: verified while it flows, so that whoever stores it learns of a fault as a stream error. */
import { createHash, type Hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Transform, type TransformCallback } from 'node:stream';
import { AwsChunkedDecoder, incompleteBody } from './aws-chunked.ts';
import { AwsError } from './aws-error.ts';
import { AuthFault, authError } from './sigv4-fault.ts';
import { UNSIGNED_PAYLOAD, type SigningContext } from './sigv4.ts';

const BUFFER_BYTES = 256 * 1024;
const CHUNKED = /^STREAMING-(?:UNSIGNED-PAYLOAD|(AWS4-HMAC-SHA256-PAYLOAD))(-TRAILER)?$/;

/**
 * The decoded bytes of an upload. An AwsError on the stream means that the body was not what was signed or announced, or
 * that the client went away: nothing of it may be kept.
 */
export class RequestBody extends Transform {
  /** Decoded length in bytes, where the client said it. */
  readonly length: number | undefined;
  readonly #decoder: AwsChunkedDecoder | undefined;
  readonly #hash: Hash | undefined;
  readonly #expectedHash: string;

  constructor(options: {
    /** `x-amz-content-sha256`: a hash or one of AWS's words for what stands in its place. */
    contentHash: string;
    signing: SigningContext;
    headers: IncomingMessage['headers'];
  }) {
    super({ readableHighWaterMark: BUFFER_BYTES, writableHighWaterMark: BUFFER_BYTES });
    this.on('error', () => undefined); // a handler that refuses early never listens
    const { contentHash, signing, headers } = options;
    const chunked = CHUNKED.exec(contentHash);
    this.#expectedHash = contentHash;
    if (chunked) {
      this.length = decodedLength(headers);
      this.#decoder = new AwsChunkedDecoder({
        signing: chunked[1] ? signing : undefined,
        trailer: chunked[2] !== undefined,
        decodedLength: this.length,
        announced: announced(headers),
      });
    } else {
      const length = headers['content-length'];
      this.length = length === undefined ? undefined : Number(length);
      if (contentHash !== UNSIGNED_PAYLOAD) this.#hash = createHash('sha256');
    }
  }

  /** Trailing headers by lower-case name, e.g. `x-amz-checksum-crc32`; complete once the stream has ended. */
  get trailers(): Readonly<Record<string, string>> {
    return this.#decoder?.trailers ?? {};
  }

  /** Lets `request` flow in; a client that goes away early becomes a stream error. */
  feed(request: IncomingMessage): void {
    request.on('error', () => this.destroy(incompleteBody()));
    request.on('close', () => {
      if (!request.complete) this.destroy(incompleteBody());
    });
    request.pipe(this);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (!this.#decoder) {
      this.#hash?.update(chunk);
      done(null, chunk);
      return;
    }
    try {
      this.#decoder.write(chunk, (data) => this.push(data));
      done();
    } catch (error) {
      done(wireError(error));
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.#decoder?.end();
      if (this.#hash && this.#hash.digest('hex') !== this.#expectedHash) throw new AuthFault('payloadMismatch');
      done();
    } catch (error) {
      done(wireError(error));
    }
  }
}

/** Whether `x-amz-content-sha256` says that the body is `aws-chunked`. */
export const isChunked = (contentHash: string): boolean => CHUNKED.test(contentHash);

/** The headers as they would be without `aws-chunked`: S3 neither stores that coding nor counts its bytes. */
export const decodedHeaders = (headers: IncomingMessage['headers']): IncomingMessage['headers'] => {
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim());
  const kept = codings.filter((coding) => coding !== '' && coding.toLowerCase() !== 'aws-chunked').join(',');
  return {
    ...headers,
    'content-encoding': kept === '' ? undefined : kept,
    'content-length': headers['x-amz-decoded-content-length'] as string | undefined,
  };
};

/** S3 takes no upload of unknown length, but in its own coding. */
export const requireLength = (headers: IncomingMessage['headers']): void => {
  if (headers['content-length'] !== undefined) return;
  if (headers['transfer-encoding'] === undefined) throw missingLength();
  throw new AwsError('NotImplemented', 501, 'A header you provided implies functionality that is not implemented');
};

const missingLength = (): AwsError =>
  new AwsError('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.');

const wireError = (error: unknown): Error => (error instanceof AuthFault ? authError(error, 's3') : (error as Error));

const decodedLength = (headers: IncomingMessage['headers']): number => {
  const text = headers['x-amz-decoded-content-length'];
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return Number(text);
  throw missingLength();
};

const announced = (headers: IncomingMessage['headers']): string[] => {
  const text = headers['x-amz-trailer'];
  return typeof text === 'string' ? text.split(',').map((name) => name.trim().toLowerCase()) : [];
};
