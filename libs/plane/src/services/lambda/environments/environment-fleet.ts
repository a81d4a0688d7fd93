/** All execution environments of a plane: their pools, how many the machine carries, and when the idle ones go. */
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../../jobs/remove-tree.ts';
import type { PlaneServices } from '../../../service.ts';
import { Environment, environmentsFolder, type EnvironmentParts } from './environment.ts';
import type { InitializationType } from './environment-variables.ts';
import { poolKey, type RunnableVersion } from './runnable-version.ts';
import { VersionPool, type StartedEnvironment } from './version-pool.ts';

/** Service time; AWS's own is not told, and some minutes. */
const IDLE_MS = 600_000;
/** AWS's limit of a first attempt to load a handler; ahead of events there is more time. */
const INIT_MS = 10_000;
const PROVISIONED_INIT_MS = 130_000;
/** What a Node process takes at least, and what is left to the machine's other programs. */
const SMALLEST_BYTES = 64 * 1024 * 1024;
const SPARED_SHARE = 0.1;
/** More at once only make each other slow. */
const STARTS_AT_ONCE = availableParallelism();
/** Wall time after which one that still loads is not counted any more: it waits for something, and others must not. */
const START_MS = 2_000;

/** The machine has no room for another environment. */
export class FleetFull extends Error {
  override readonly name = 'FleetFull';
}

/** Where an environment's lines go. */
export type LineSink = (environment: Environment, lines: readonly string[]) => void;

export class EnvironmentFleet {
  readonly #parts: EnvironmentParts;
  readonly #onLines: LineSink;
  readonly #pools = new Map<string, VersionPool>();
  readonly #alive = new Set<Environment>();
  readonly #queue: (() => void)[] = [];
  #starts = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  readonly #stopWatching: () => void;

  constructor(parts: EnvironmentParts, onLines: LineSink) {
    this.#parts = parts;
    this.#onLines = onLines;
    this.#stopWatching = parts.plane.clock.onChange(() => this.#reap());
  }

  /** Service time. */
  now(): number {
    return this.#parts.plane.clock.now();
  }

  /** The pool of a version; those of its other revisions are retired. */
  pool(run: RunnableVersion): VersionPool {
    const key = poolKey(run);
    const known = this.#pools.get(key);
    if (known) return known;
    const { clock } = this.#parts.plane;
    const made = new VersionPool(
      run,
      (...args) => this.#start(...args),
      () => clock.now(),
    );
    this.retire(run.accountId, run.region, run.functionName, run.version);
    this.#pools.set(key, made);
    this.#plan();
    return made;
  }

  /** Ends the environments of a function, or of one of its versions. */
  retire(accountId: string, region: string, functionName: string, version?: string): void {
    for (const [key, pool] of this.#of(accountId, region, functionName, version)) {
      pool.retire();
      this.#pools.delete(key);
    }
  }

  /** How many environments are kept ahead of a version now. */
  provisioned(accountId: string, region: string, functionName: string, version: string): number {
    return this.#of(accountId, region, functionName, version).reduce((sum, [, pool]) => sum + pool.provisioned, 0);
  }

  /** Keeps nothing ahead of a function's other versions. */
  provisionOnly(accountId: string, region: string, functionName: string, versions: ReadonlySet<string>): void {
    for (const [, pool] of this.#of(accountId, region, functionName)) {
      if (!versions.has(pool.run.version)) void pool.provision(0);
    }
  }

  #of(accountId: string, region: string, functionName: string, version?: string): [string, VersionPool][] {
    const prefix = `${accountId}/${region}/${functionName}/${version === undefined ? '' : `${version}/`}`;
    return [...this.#pools].filter(([key]) => key.startsWith(prefix));
  }

  /** Starts an environment outside of its pool, under the event's own time: a first attempt has failed. */
  startFor(run: RunnableVersion, limitMs: number): Promise<StartedEnvironment> {
    return this.#launch(run, 'on-demand', limitMs);
  }

  /** Ends all. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWatching();
    clearTimeout(this.#timer);
    for (const pool of this.#pools.values()) pool.retire();
    const all = [...this.#alive];
    for (const environment of all) environment.end();
    await Promise.all(all.map(({ ended }) => ended));
  }

  async #start(
    run: RunnableVersion,
    type: InitializationType,
    wanted: () => boolean,
  ): Promise<StartedEnvironment | undefined> {
    if (this.#starts >= STARTS_AT_ONCE) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#starts += 1;
    let counted = true;
    const patience = setTimeout(() => leave(), START_MS).unref();
    const leave = (): void => {
      clearTimeout(patience);
      if (counted) this.#startNext();
      counted = false;
    };
    try {
      if (!wanted()) return undefined;
      return await this.#launch(run, type, type === 'on-demand' ? INIT_MS : PROVISIONED_INIT_MS);
    } finally {
      leave();
    }
  }

  /** Hands a place on. */
  #startNext(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#starts -= 1;
  }

  async #launch(run: RunnableVersion, type: InitializationType, limitMs: number): Promise<StartedEnvironment> {
    this.#makeRoom(run);
    const environment: Environment = new Environment(this.#parts, run, {
      type,
      onLines: (lines) => this.#onLines(environment, lines),
    });
    this.#alive.add(environment);
    const forget = (): boolean => this.#alive.delete(environment);
    try {
      const result = await environment.init(limitMs);
      void environment.ended.then(forget);
      return { environment, result };
    } catch (error) {
      forget();
      throw error;
    }
  }

  /** Memory that is free, less what is spared, must hold the environment; idle ones of whoever waits longest make room. */
  #makeRoom(run: RunnableVersion): void {
    if (this.#closed) throw new FleetFull('the plane is closing');
    const needed = Math.min(run.memoryMb * 1024 * 1024, 4 * SMALLEST_BYTES) + totalmem() * SPARED_SHARE;
    if (freemem() >= needed) return;
    const [oldest] = [...this.#pools.values()]
      .flatMap(({ idle }) => idle)
      .filter(({ type }) => type === 'on-demand')
      .sort((one, other) => one.idleSince - other.idleSince);
    if (!oldest) throw new FleetFull('this machine has no memory for another execution environment');
    for (const pool of this.#pools.values()) pool.reap((environment) => environment === oldest);
  }

  #reap(): void {
    const before = this.#parts.plane.clock.now() - IDLE_MS;
    for (const [key, pool] of this.#pools) {
      pool.reap(({ type, idleSince, expired }) => expired || (type === 'on-demand' && idleSince <= before));
      if (pool.size === 0) this.#pools.delete(key);
    }
    this.#plan();
  }

  #plan(): void {
    clearTimeout(this.#timer);
    if (this.#closed || this.#pools.size === 0) return;
    const { clock } = this.#parts.plane;
    const wait = Math.max(1_000, Math.min(60_000, clock.wallUntil(clock.now() + IDLE_MS / 10)));
    this.#timer = setTimeout(() => this.#reap(), wait).unref();
  }
}

/** Ends what a plane before this one left: a killed one could not. */
export const endOrphans = async ({ supervisor, dir }: PlaneServices): Promise<void> => {
  const folder = environmentsFolder(dir);
  const left = existsSync(folder) ? readdirSync(folder) : []; // at once, before any of its own is there
  await Promise.all(
    left.map(async (id) => {
      await (await supervisor.attach(id))?.stop(0);
      await supervisor.remove(id);
      await removeTree(join(folder, id));
    }),
  );
};
