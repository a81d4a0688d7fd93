/** The requests that a transform job sends to one container: `/invocations`, retried, and `/execution-parameters`. */
import { createReadStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';

export interface ModelClientOptions {
  readonly port: number;
  readonly contentType?: string | undefined;
  readonly accept?: string | undefined;
  readonly timeoutSeconds: number;
  readonly maxRetries: number;
  readonly aborted: AbortSignal;
}

/** A file is streamed in chunks, for payloads without a bound. */
export type Payload = Buffer | { readonly file: string };

/** The container did not answer a request with 200. */
export class InvocationFailure extends Error {
  override readonly name = 'InvocationFailure';
  /** The container's status; absent when there was no answer. */
  readonly status: number | undefined;
  /** What the container said. */
  readonly body: string;

  constructor(status: number | undefined, body: string) {
    super(status === undefined ? 'Unable to get response from algorithm' : `HTTP status ${status}`);
    this.status = status;
    this.body = body;
  }
}

export interface ExecutionParameters {
  readonly MaxConcurrentTransforms?: number;
  readonly BatchStrategy?: 'MULTI_RECORD' | 'SINGLE_RECORD';
  readonly MaxPayloadInMB?: number;
}

const FIRST_RETRY_MS = 100;
const PARAMETERS_MS = 5_000;
/** What one answer may hold of the plane's memory: as much as SageMaker lets a request carry. */
const ANSWER_BYTES = 100 * 2 ** 20;

export class ModelClient {
  readonly #options: ModelClientOptions;
  readonly #pool: Pool;

  constructor(options: ModelClientOptions) {
    this.#options = options;
    const time = options.timeoutSeconds * 1000;
    this.#pool = new Pool(`http://127.0.0.1:${options.port}`, {
      connections: null,
      pipelining: 1,
      headersTimeout: time,
      bodyTimeout: time,
    });
  }

  /**
   * `POST /invocations`. A request that gets no answer, or one of 429 or 5xx, is sent again.
   * @throws InvocationFailure
   */
  async invoke(payload: Payload): Promise<Buffer> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#once(payload);
      } catch (error) {
        this.#options.aborted.throwIfAborted();
        const status = (error as InvocationFailure).status;
        const passing = status === undefined || status === 429 || status >= 500;
        if (!passing || attempt >= this.#options.maxRetries) throw error;
        await delay(FIRST_RETRY_MS * 2 ** attempt, undefined, { signal: this.#options.aborted });
      }
    }
  }

  /** `GET /execution-parameters`, which a container may lack. */
  async executionParameters(): Promise<ExecutionParameters> {
    const signal = AbortSignal.any([this.#options.aborted, AbortSignal.timeout(PARAMETERS_MS)]);
    try {
      const { statusCode, body } = await this.#pool.request({ path: '/execution-parameters', method: 'GET', signal });
      const text = await body.text();
      const given: unknown = statusCode === 200 ? JSON.parse(text) : {};
      return typeof given === 'object' && given !== null ? given : {};
    } catch {
      this.#options.aborted.throwIfAborted();
      return {};
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #once(payload: Payload): Promise<Buffer> {
    const { contentType, accept, timeoutSeconds, aborted } = this.#options;
    const signal = AbortSignal.any([aborted, AbortSignal.timeout(timeoutSeconds * 1000)]);
    try {
      const { statusCode, body } = await this.#pool.request({
        path: '/invocations',
        method: 'POST',
        headers: {
          ...(contentType !== undefined && { 'content-type': contentType }),
          ...(accept !== undefined && { accept }),
        },
        body: 'file' in payload ? createReadStream(payload.file) : payload,
        signal,
      });
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of body) {
        chunks.push(chunk as Buffer);
        bytes += (chunk as Buffer).length;
        if (bytes > ANSWER_BYTES) throw new InvocationFailure(413, `The answer is longer than ${ANSWER_BYTES} bytes`);
      }
      const answer = Buffer.concat(chunks);
      if (statusCode === 200) return answer;
      throw new InvocationFailure(statusCode, answer.toString('utf8', 0, 1024));
    } catch (error) {
      if (error instanceof InvocationFailure) throw error;
      throw new InvocationFailure(undefined, (error as Error).message);
    }
  }
}
