/**
 * Hands the access logs of stages to CloudWatch Logs, in batches behind the answers.
 * @source unverified - the stream's name
 */
import { servicePrincipal } from '../../../accounts/service-principal.ts';
import type { PlaneServices } from '../../../service.ts';
import type { LoggedRequest } from './access-log-line.ts';
import { SERVICE } from './lambda-integration.ts';
import type { ServedApi, ServedStage } from './served-api.ts';

const FLUSH_EVERY_MS = 1_000;
/** Characters of an event; four bytes each at most. */
const MOST_CHARACTERS = 60_000;
/** CloudWatch's bound on one request, in characters of at most four bytes. */
const BATCH_CHARACTERS = 250_000;
const MOST_EVENTS = 1_000;
/** Characters that wait at most: what comes faster than it can be kept is dropped. */
const MOST_WAITING = 16 * 1024 * 1024;

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

interface Stream {
  readonly api: ServedApi;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly events: LogEvent[];
}

export class AccessLogs {
  readonly #plane: PlaneServices;
  #streams = new Map<string, Stream>();
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();

  constructor(plane: PlaneServices) {
    this.#plane = plane;
  }

  add({ name, accessLog }: ServedStage, request: LoggedRequest): void {
    if (!accessLog || this.#waiting > MOST_WAITING) return;
    const message = accessLog.line(request).slice(0, MOST_CHARACTERS);
    const { api } = request;
    const key = `${api.apiId}/${name}/${accessLog.group}`;
    let stream = this.#streams.get(key);
    if (!stream) {
      const names = { logGroupName: accessLog.group, logStreamName: `${api.apiId}/${name}` };
      this.#streams.set(key, (stream = { api, ...names, events: [] }));
    }
    stream.events.push({ timestamp: this.#plane.clock.now(), message });
    this.#waiting += message.length;
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  /** Resolves when all that was added before is durable; what CloudWatch refuses is dropped. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushing = this.#flushing.then(async () => {
      const streams = [...this.#streams.values()];
      this.#streams = new Map();
      for (const stream of streams) {
        await this.#put(stream).catch(() => undefined);
        for (const { message } of stream.events) this.#waiting -= message.length;
      }
    });
    return this.#flushing;
  }

  async #put({ api, logGroupName, logStreamName, events }: Stream): Promise<void> {
    const caller = { principal: servicePrincipal(api.accountId, SERVICE), region: api.region };
    const names = { logGroupName, logStreamName };
    await this.#plane.call('logs', 'CreateLogStream', names, caller).catch((error: unknown) => {
      if ((error as { code?: string }).code !== 'ResourceAlreadyExistsException') throw error;
    });
    for (const batch of batchesOf(events)) {
      // A clock that was set back must not keep the rest from its stream.
      const logEvents = batch.toSorted((one, other) => one.timestamp - other.timestamp);
      await this.#plane.call('logs', 'PutLogEvents', { ...names, logEvents }, caller);
    }
  }
}

const batchesOf = function* (events: readonly LogEvent[]): Generator<LogEvent[]> {
  let batch: LogEvent[] = [];
  let characters = 0;
  for (const event of events) {
    if (batch.length === MOST_EVENTS || characters + event.message.length > BATCH_CHARACTERS) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(event);
    characters += event.message.length;
  }
  yield batch;
};
