/** The proxy's side of one container: kept-alive connections, and how many requests are in flight on them. */
import { Pool, type Dispatcher } from 'undici';

export interface ContainerAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Why a request got no answer, or none that can be passed on. */
export class ContainerFault extends Error {
  override readonly name = 'ContainerFault';
  readonly kind: 'unreachable' | 'timeout' | 'broken' | 'too-large';

  /** `unreachable`: the connection failed before any byte of an answer, so that another container may be asked. */
  constructor(kind: ContainerFault['kind'], cause?: unknown) {
    super(`the container's answer: ${kind}`, { cause });
    this.kind = kind;
  }
}

/** SageMaker's time for an answer, and its bound on one: 6 MiB. One that pauses at its end may take twice as long. */
const ANSWER_MS = 60_000;
const ANSWER_BYTES = 6_291_456;
const CONNECT_MS = 2_000;
const NOTHING = Buffer.alloc(0);

export class ContainerConnection {
  readonly containerId: string;
  readonly port: number;
  readonly #pool: Pool;
  readonly #answerMs: number;
  #inFlight = 0;
  #idle: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  constructor(containerId: string, port: number, options: { answerMs?: number } = {}) {
    this.containerId = containerId;
    this.port = port;
    const { answerMs = ANSWER_MS } = options;
    this.#answerMs = answerMs;
    this.#pool = new Pool(`http://127.0.0.1:${port}`, {
      connections: null,
      pipelining: 1,
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
      connect: { timeout: CONNECT_MS },
    });
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /**
   * `POST /invocations`.
   * @throws ContainerFault
   */
  invoke(headers: Readonly<Record<string, string>>, body: Buffer): Promise<ContainerAnswer> {
    this.#inFlight += 1;
    return new Promise((resolve, reject) => {
      const invocation = new Invocation(
        performance.now() + this.#answerMs,
        (answer) => {
          this.#ended();
          resolve(answer);
        },
        (fault) => {
          this.#ended();
          reject(fault);
        },
      );
      try {
        this.#pool.dispatch({ path: '/invocations', method: 'POST', headers, body }, invocation);
      } catch (error) {
        invocation.onResponseError(undefined, error as Error);
      }
    });
  }

  /** Resolves once no request is in flight. */
  idle(): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    if (!this.#idle) {
      let resolve!: () => void;
      const promise = new Promise<void>((onIdle) => (resolve = onIdle));
      this.#idle = { promise, resolve };
    }
    return this.#idle.promise;
  }

  /** Closes the connections; requests in flight fail. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  #ended(): void {
    this.#inFlight -= 1;
    if (this.#inFlight > 0 || !this.#idle) return;
    this.#idle.resolve();
    this.#idle = undefined;
  }
}

/** One request's answer as it arrives. */
class Invocation implements Dispatcher.DispatchHandler {
  readonly #deadline: number;
  readonly #resolve: (answer: ContainerAnswer) => void;
  readonly #reject: (fault: ContainerFault) => void;
  #status = 0;
  #headers: ContainerAnswer['headers'] = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  #settled = false;

  /** @param deadline as `performance.now()` counts */
  constructor(deadline: number, resolve: (answer: ContainerAnswer) => void, reject: (fault: ContainerFault) => void) {
    this.#deadline = deadline;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onRequestStart(): void {
    // Undici tells handlers of the newer kind by this method.
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#chunks.push(chunk);
    if (this.#bytes > ANSWER_BYTES) controller.abort(new ContainerFault('too-large'));
    else if (performance.now() > this.#deadline) controller.abort(new ContainerFault('timeout'));
  }

  onResponseEnd(): void {
    if (this.#settled) return;
    this.#settled = true;
    const body =
      this.#chunks.length === 1 ? this.#chunks[0]! : this.#bytes === 0 ? NOTHING : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#reject(error instanceof ContainerFault ? error : new ContainerFault(this.#kindOf(error), error));
  }

  #kindOf({ code }: NodeJS.ErrnoException): ContainerFault['kind'] {
    if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'timeout';
    return this.#status === 0 ? 'unreachable' : 'broken';
  }
}
