/** The execution environments of one version: who waits for one, which are idle, how many are kept ahead. */
import type { Environment, InitResult } from './environment.ts';
import type { InitializationType } from './environment-variables.ts';
import type { RunnableVersion } from './runnable-version.ts';

/** An environment to use, fresh when this event is its first, or why loading the handler failed. */
export type Acquired =
  | { readonly environment: Environment; readonly initMs?: number }
  | { readonly failed: Exclude<InitResult, { type: 'ready' }>; readonly environment: Environment };

export interface StartedEnvironment {
  readonly environment: Environment;
  readonly result: InitResult;
}

/** Starts an environment once the machine has a place for it, unless `wanted` says no by then. */
export type StartEnvironment = (
  run: RunnableVersion,
  type: InitializationType,
  wanted: () => boolean,
) => Promise<StartedEnvironment | undefined>;

/**
 * How long an event waits for an environment that is busy before another one is started: less than the start takes, and
 * more than most handlers do. On a machine of few cores a start that is not needed slows down what runs, which makes more
 * events wait, and so on.
 */
const START_AFTER_MS = 50;

interface Waiter {
  resolve(acquired: Acquired): void;
  reject(error: unknown): void;
}

export class VersionPool {
  readonly run: RunnableVersion;
  readonly #start: StartEnvironment;
  readonly #now: () => number;
  /** The newest last: it is used first, so that the others get old. */
  readonly #idle: Environment[] = [];
  readonly #busy = new Set<Environment>();
  readonly #waiters: Waiter[] = [];
  readonly #fresh = new Map<Environment, number>();
  #starting = 0;
  #provisioned = 0;
  #filling: Promise<void> | undefined;
  #retired = false;

  constructor(run: RunnableVersion, start: StartEnvironment, now: () => number) {
    this.run = run;
    this.#start = start;
    this.#now = now;
  }

  get size(): number {
    return this.#idle.length + this.#busy.size + this.#starting;
  }

  get idle(): readonly Environment[] {
    return this.#idle;
  }

  /** Environments that are kept ahead and wait for an event. */
  get provisionedIdle(): number {
    return this.#idle.filter(({ type }) => type === 'provisioned-concurrency').length;
  }

  get provisioned(): number {
    return this.provisionedIdle + [...this.#busy].filter(({ type }) => type === 'provisioned-concurrency').length;
  }

  /** An idle environment at once, else the first that becomes idle or has started. */
  acquire(): Promise<Acquired> {
    const kept = this.#idle.findLastIndex(({ type }) => type === 'provisioned-concurrency');
    const [environment] = this.#idle.splice(kept < 0 ? this.#idle.length - 1 : kept, 1);
    if (environment) return Promise.resolve(this.#use(environment));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { resolve, reject };
      this.#waiters.push(waiter);
      this.#startFor(waiter);
    });
  }

  /** Takes in an environment that was started outside of the pool, and is busy. */
  adopt(environment: Environment): void {
    this.#busy.add(environment);
    this.#watch(environment);
  }

  /** Gives an environment back; a dead one is forgotten. */
  release(environment: Environment): void {
    this.#busy.delete(environment);
    if (!environment.alive) {
      if (environment.type === 'provisioned-concurrency') void this.provision(this.#provisioned).catch(() => undefined);
      return;
    }
    if (environment.expired) {
      environment.end();
      return;
    }
    // An event that came before the version changed is served by what was started for it.
    const waiter = this.#waiters.shift();
    if (waiter) {
      waiter.resolve(this.#use(environment));
      return;
    }
    if (this.#retired) {
      environment.end();
      return;
    }
    environment.idleSince = this.#now();
    environment.freeze();
    this.#idle.push(environment);
  }

  /** Keeps `count` environments ahead from now on; resolves when they are. @throws the first failure to start one */
  provision(count: number): Promise<void> {
    this.#provisioned = count;
    for (let more = this.provisioned - count; more > 0; more -= 1) {
      const index = this.#idle.findIndex(({ type }) => type === 'provisioned-concurrency');
      if (index < 0) break;
      this.#idle.splice(index, 1)[0]!.end();
    }
    if (!this.#lacks()) return Promise.resolve();
    return (this.#filling ??= this.#fill());
  }

  #lacks(): boolean {
    return this.provisioned < this.#provisioned && !this.#retired;
  }

  /** One at a time: two that count what is there would start one too many. */
  async #fill(): Promise<void> {
    try {
      while (this.#lacks()) {
        const started = await this.#start(this.run, 'provisioned-concurrency', () => this.#lacks());
        if (!started) continue;
        const { environment, result } = started;
        if (result.type !== 'ready') throw new InitFailure(result);
        this.#watch(environment);
        this.release(environment);
      }
    } finally {
      this.#filling = undefined;
    }
  }

  /** Ends idle environments that `isOver` names, and forgets them. */
  reap(isOver: (environment: Environment) => boolean): void {
    for (const environment of this.#idle.filter(isOver)) {
      this.#idle.splice(this.#idle.indexOf(environment), 1);
      environment.end();
    }
  }

  /** Ends what is idle, and what is busy when it is done: the version changed. */
  retire(): void {
    this.#retired = true;
    this.reap(() => true);
  }

  /** Ends everything. */
  async end(): Promise<void> {
    const all = [...this.#idle, ...this.#busy];
    this.retire();
    for (const environment of all) environment.end();
    await Promise.all(all.map(({ ended }) => ended));
  }

  #use(environment: Environment): Acquired {
    this.#busy.add(environment);
    const initMs = this.#fresh.get(environment);
    this.#fresh.delete(environment);
    return { environment, ...(initMs !== undefined && { initMs }) };
  }

  /** Starts an environment when there is none that could soon be free, or when none was. */
  #startFor(waiter: Waiter): void {
    const start = (): void => {
      if (this.#waiters.includes(waiter) && this.#starting < this.#waiters.length) void this.#startOne();
    };
    if (this.#busy.size === 0) start();
    else setTimeout(start, START_AFTER_MS);
  }

  async #startOne(): Promise<void> {
    this.#starting += 1;
    try {
      const started = await this.#start(this.run, 'on-demand', () => this.#waiters.length > 0);
      if (!started) return;
      const { environment, result } = started;
      if (result.type === 'ready') {
        this.#fresh.set(environment, result.milliseconds);
        this.#watch(environment);
        this.release(environment);
        return;
      }
      this.#waiters.shift()?.resolve({ environment, failed: result });
    } catch (error) {
      this.#waiters.shift()?.reject(error);
    } finally {
      this.#starting -= 1;
      const waiter = this.#waiters[this.#starting];
      if (waiter) this.#startFor(waiter);
    }
  }

  /** An idle environment that ends by itself is no longer one. */
  #watch(environment: Environment): void {
    void environment.ended.then(() => {
      const index = this.#idle.indexOf(environment);
      if (index < 0) return;
      this.#idle.splice(index, 1);
      if (environment.type === 'provisioned-concurrency') void this.provision(this.#provisioned).catch(() => undefined);
    });
  }
}

/** Loading the handler failed. */
export class InitFailure extends Error {
  override readonly name = 'InitFailure';
  readonly result: Exclude<InitResult, { type: 'ready' }>;

  constructor(result: Exclude<InitResult, { type: 'ready' }>) {
    super(`loading the handler ended with ${result.type}`);
    this.result = result;
  }
}
