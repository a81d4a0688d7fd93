/** Delivers what functions print to CloudWatch Logs, in batches behind their backs, in order. */
import { rolePrincipal } from '../../../accounts/account.ts';
import { servicePrincipal } from '../../../accounts/service-principal.ts';
import type { PlaneServices } from '../../../service.ts';
import type { Environment } from './environment.ts';

const FLUSH_MS = 100;
/** CloudWatch's bounds on one PutLogEvents and one event. */
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
const EVENT_OVERHEAD = 26;
const MAX_EVENT_CHARACTERS = 60_000;
/** Characters of a stream that wait at most: what a handler prints faster than it can be kept is dropped, and told. */
const MOST_WAITING = 16 * 1024 * 1024;
/** A stream that CloudWatch refuses so often (its group was deleted again and again, say) is given up. */
const TRIES = 5;

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

interface Stream {
  readonly environment: Environment;
  events: LogEvent[];
  /** Characters in `events`. */
  waiting: number;
  /** Lines that found no room since the last that did. */
  dropped: number;
  made: boolean;
  failures: number;
}

const codeOf = (error: unknown): string | undefined => (error as { code?: string }).code;

const alreadyThere = (error: unknown): void => {
  if (codeOf(error) !== 'ResourceAlreadyExistsException') throw error;
};

/** Within CloudWatch's bounds. */
const batchOf = (events: readonly LogEvent[]): LogEvent[] => {
  let bytes = 0;
  const end = events.findIndex(({ message }, index) => {
    bytes += Buffer.byteLength(message) + EVENT_OVERHEAD;
    return index === MAX_EVENTS || bytes > MAX_BYTES;
  });
  return events.slice(0, end < 0 ? events.length : Math.max(1, end));
};

/** The first events of a stream wait no more. */
const taken = (stream: Stream, batch: readonly LogEvent[]): void => {
  stream.events.splice(0, batch.length);
  for (const { message } of batch) stream.waiting -= message.length;
};

export class LogDelivery {
  readonly #plane: PlaneServices;
  readonly #streams = new Map<Environment, Stream>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(plane: PlaneServices) {
    this.#plane = plane;
  }

  /** Takes lines of an environment; each is an event, a very long one several. */
  add(environment: Environment, lines: readonly string[]): void {
    this.#take(environment, lines, Infinity);
  }

  /** Takes what its handler prints, as far as there is room. */
  addPrinted(environment: Environment, lines: readonly string[]): void {
    this.#take(environment, lines, MOST_WAITING);
  }

  #take(environment: Environment, lines: readonly string[], most: number): void {
    const timestamp = this.#plane.clock.now();
    const stream = this.#streams.get(environment) ?? {
      ...{ environment, events: [], waiting: 0, dropped: 0, made: false, failures: 0 },
    };
    this.#streams.set(environment, stream);
    const push = (message: string): void => {
      stream.events.push({ timestamp, message });
      stream.waiting += message.length;
    };
    for (const line of lines) {
      if (stream.waiting + line.length > most) {
        stream.dropped += 1;
        continue;
      }
      if (stream.dropped > 0) push(`[gradus] ${stream.dropped} lines came faster than they could be kept: dropped.\n`);
      stream.dropped = 0;
      for (let at = 0; at < line.length; at += MAX_EVENT_CHARACTERS) {
        push(line.slice(at, at + MAX_EVENT_CHARACTERS));
      }
    }
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  /** Resolves when all that was added before is durable. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = this.#running.then(async () => {
      await Promise.all([...this.#streams.values()].map((stream) => this.#deliver(stream)));
      for (const [key, { environment, events }] of this.#streams) {
        if (events.length === 0 && !environment.alive) this.#streams.delete(key);
      }
    });
    return this.#running;
  }

  async #deliver(stream: Stream): Promise<void> {
    const { run, logStream } = stream.environment;
    const caller = {
      principal:
        rolePrincipal(run.roleArn, run.functionName) ?? servicePrincipal(run.accountId, 'lambda.amazonaws.com'),
      region: run.region,
    };
    const names = { logGroupName: run.logGroup, logStreamName: logStream };
    while (stream.events.length > 0) {
      const batch = batchOf(stream.events);
      // A clock that was set back must not keep the rest from its stream.
      const logEvents = [...batch].sort((one, other) => one.timestamp - other.timestamp);
      try {
        if (!stream.made) {
          await this.#plane.call('logs', 'CreateLogGroup', { logGroupName: run.logGroup }, caller).catch(alreadyThere);
          await this.#plane.call('logs', 'CreateLogStream', names, caller).catch(alreadyThere);
          stream.made = true;
        }
        await this.#plane.call('logs', 'PutLogEvents', { ...names, logEvents }, caller);
        taken(stream, batch);
        stream.failures = 0;
      } catch (error) {
        stream.made = false; // the group was deleted
        stream.failures += 1;
        if (stream.failures >= TRIES) taken(stream, batch);
        if (codeOf(error) !== 'ResourceNotFoundException') {
          this.#timer ??= setTimeout(() => void this.flush(), 10 * FLUSH_MS);
          return;
        }
      }
    }
  }
}
