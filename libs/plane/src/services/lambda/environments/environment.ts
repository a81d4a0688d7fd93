/** One execution environment: a sandboxed process that runs a version of a function, one event at a time, and is frozen in between. */
import { randomBytes, randomUUID } from 'node:crypto';
import { open, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Container, ContainerExit } from '../../../jobs/supervisor.ts';
import { removeTree } from '../../../jobs/remove-tree.ts';
import type { PlaneServices } from '../../../service.ts';
import { environmentVariables, type InitializationType } from './environment-variables.ts';
import type { EnvironmentLink, EnvironmentListener } from './environment-listener.ts';
import type { EnvironmentMessage, InvokeMessage } from './frame.ts';
import type { MemoryWatch } from './memory-watch.ts';
import { processTree } from './process-tree.ts';
import type { RunnableVersion } from './runnable-version.ts';

/** Holds a folder per environment, named as its container: also of those that a killed plane left. */
export const environmentsFolder = (dir: string): string => join(dir, 'lambda', 'environments');

/** What the environments of a plane share. */
export interface EnvironmentParts {
  readonly plane: PlaneServices;
  readonly listener: EnvironmentListener;
  readonly memory: MemoryWatch;
  /** The folder of unpacked code, by its hash. */
  readonly codeFolder: (code: string) => string;
  /** The folder that holds the bootstrap. */
  readonly runtimeFolder: string;
}

/** How loading the handler ended; `milliseconds` is wall time. */
export type InitResult =
  | { readonly type: 'ready'; readonly milliseconds: number }
  | { readonly type: 'error'; readonly payload: Buffer; readonly milliseconds: number }
  | { readonly type: 'timeout'; readonly milliseconds: number }
  | { readonly type: 'exit'; readonly exit: EnvironmentExit; readonly milliseconds: number };

/** How an event ended. */
export type InvokeResult =
  | { readonly type: 'response' | 'error'; readonly payload: Buffer }
  | { readonly type: 'timeout' }
  | { readonly type: 'exit'; readonly exit: EnvironmentExit };

export interface EnvironmentExit {
  /** As {@link ContainerExit.code}. */
  readonly code: number;
  readonly outOfMemory: boolean;
}

type Event =
  | { readonly type: 'message'; readonly message: EnvironmentMessage; readonly payload: Buffer }
  | { readonly type: 'closed'; readonly exit: EnvironmentExit }
  | { readonly type: 'late' };

/** What a program wrote past the runtime is read at most so often while it lives. */
const NATIVE_OUTPUT_MS = 1_000;
/** An event that follows at once finds the process running: to be stopped and continued costs it milliseconds on a busy machine. */
const FREEZE_AFTER_MS = 30;
/** Less than the session of its keys. */
const LONGEST_LIFE_MS = 11 * 3_600_000;
const TASK_ROOT = '/var/task';
const RUNTIME_DIR = '/var/runtime';
/** Of the memory, what V8 may use for its heap: code and stacks need the rest. */
const HEAP_SHARE = 0.9;

/** False for a process that has ended. */
const signal = (pid: number, name: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
};

export class Environment {
  readonly id = `lambda-${randomUUID()}`;
  readonly run: RunnableVersion;
  readonly type: InitializationType;
  readonly logStream: string;
  /** Wall time at which it began. */
  readonly began: number;
  /** Service time since which it waits for an event. */
  idleSince = 0;
  /** Of the process, in MB. */
  memoryUsed = 0;
  /** Resolves when it has ended and all that it printed was handed on. */
  readonly ended: Promise<void>;

  readonly #parts: EnvironmentParts;
  readonly #token = randomBytes(24).toString('base64url');
  readonly #onLines: (lines: readonly string[]) => void;
  readonly #folder: string;
  #link: EnvironmentLink | undefined;
  #container: Container | undefined;
  #pid: number | undefined;
  #waiting: ((event: Event) => void) | undefined;
  /** What came before anybody waited: a handler may be loaded before the plane has seen that its process is there. */
  #early: Event | undefined;
  /** The processes that are stopped, each after its parent. */
  #frozen: number[] = [];
  #freezing: NodeJS.Timeout | undefined;
  #outOfMemory = false;
  #ending = false;
  #dead = false;
  #nativeRead = 0;
  #nativeLooked = 0;
  #settleEnded!: () => void;

  constructor(
    parts: EnvironmentParts,
    run: RunnableVersion,
    options: { readonly type: InitializationType; readonly onLines: (lines: readonly string[]) => void },
  ) {
    this.#parts = parts;
    this.run = run;
    this.type = options.type;
    this.#onLines = options.onLines;
    this.began = Date.now();
    const day = new Date(parts.plane.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    this.logStream = `${day}/[${run.version}]${randomBytes(16).toString('hex')}`;
    this.#folder = join(environmentsFolder(parts.plane.dir), this.id);
    this.ended = new Promise((resolve) => (this.#settleEnded = resolve));
  }

  /** Whether it can take another event. */
  get alive(): boolean {
    return !this.#dead && !this.#ending;
  }

  /** Whether the keys of its session end soon. */
  get expired(): boolean {
    return Date.now() - this.began > LONGEST_LIFE_MS;
  }

  /** Starts the process and loads the handler within `limitMs` of wall time, which begins with the program itself. */
  async init(limitMs: number): Promise<InitResult> {
    const launched = performance.now();
    const container = await this.#launch().catch((error: unknown) => {
      if (!this.#container) this.#settleEnded(); // nothing of it will end by itself
      throw error;
    });
    if (this.#ending) this.end();
    const began = performance.now();
    this.#watchMemory();
    const event = await this.#next(limitMs, container);
    this.#releaseMemory();
    const milliseconds = performance.now() - launched;
    if (event.type === 'late') {
      this.end();
      return { type: 'timeout', milliseconds: performance.now() - began };
    }
    if (event.type === 'closed') return { type: 'exit', exit: event.exit, milliseconds };
    if (event.message.type === 'ready') {
      this.memoryUsed = event.message.memory;
      return { type: 'ready', milliseconds };
    }
    this.end();
    return { type: 'error', payload: event.payload, milliseconds };
  }

  /** Hands one event to the handler; whatever is no answer within `limitMs` of wall time ends the environment. */
  async invoke(message: InvokeMessage, payload: Uint8Array, limitMs: number): Promise<InvokeResult> {
    if (!this.alive || !this.#link) return { type: 'exit', exit: { code: -1, outOfMemory: false } };
    clearTimeout(this.#freezing);
    this.#watchMemory();
    this.#early = undefined; // what a dying process said is no answer to this event
    this.#link.send(message, payload);
    this.#thaw();
    const event = await this.#next(limitMs, this.#container!);
    this.#releaseMemory();
    if (event.type === 'late') {
      this.end();
      return { type: 'timeout' };
    }
    if (event.type === 'closed') return { type: 'exit', exit: event.exit };
    const { type } = event.message;
    if (type === 'response' || type === 'error') {
      this.memoryUsed = event.message.memory;
      if (event.message.type === 'error' && event.message.fatal) this.end();
      return { type, payload: event.payload };
    }
    this.end();
    return { type: 'exit', exit: { code: -1, outOfMemory: false } };
  }

  /** Stops its process and what that started, unless the next event comes within moments. */
  freeze(): void {
    clearTimeout(this.#freezing);
    this.#freezing = setTimeout(() => this.#stop(), FREEZE_AFTER_MS).unref();
  }

  #stop(): void {
    if (!this.alive || this.#pid === undefined) return;
    if (signal(this.#pid, 'SIGSTOP')) this.#frozen = processTree(this.#pid);
    for (const child of this.#frozen.slice(1)) signal(child, 'SIGSTOP');
    const now = performance.now();
    if (now - this.#nativeLooked < NATIVE_OUTPUT_MS) return;
    this.#nativeLooked = now;
    void this.#readNative();
  }

  /** Ends the process; {@link ended} resolves when nothing of it is left. */
  end(): void {
    this.#ending = true;
    if (this.#pid === undefined || this.#dead) {
      void this.#container?.stop(0);
      return;
    }
    // SIGKILL ends a stopped process too.
    signal(this.#pid, 'SIGKILL');
  }

  #thaw(): void {
    for (const pid of this.#frozen.reverse()) signal(pid, 'SIGCONT');
    this.#frozen = [];
  }

  #watchMemory(): void {
    if (this.#pid === undefined) return;
    const exceeded = (): void => {
      this.#outOfMemory = true;
      this.end();
    };
    this.#parts.memory.watch(this.#pid, { limitKib: this.run.memoryMb * 1024, exceeded });
  }

  #releaseMemory(): void {
    if (this.#pid !== undefined) this.#parts.memory.release(this.#pid);
  }

  /** The next answer, the end, or the time. */
  #next(limitMs: number, container: Container): Promise<Event> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ type: 'late' }), limitMs);
      const settle = (event: Event): void => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(event);
      };
      this.#waiting = settle;
      const early = this.#early;
      this.#early = undefined;
      if (early) settle(early);
      else if (this.#dead) void this.#exit(container).then((exit) => settle({ type: 'closed', exit }));
    });
  }

  async #exit(container: Container): Promise<EnvironmentExit> {
    const { code } = await container.exited;
    return { code, outOfMemory: this.#outOfMemory };
  }

  #onMessage(message: EnvironmentMessage, payload: Buffer): void {
    if (message.type === 'log') {
      this.#onLines(message.lines);
      return;
    }
    const event: Event = { type: 'message', message, payload };
    if (this.#waiting) this.#waiting(event);
    else this.#early = event;
  }

  async #launch(): Promise<Container> {
    const { plane, listener, codeFolder, runtimeFolder } = this.#parts;
    const { run } = this;
    const isolated = await plane.supervisor.isolated();
    const code = codeFolder(run.code);
    const own = isolated
      ? { taskRoot: TASK_ROOT, runtimeDir: RUNTIME_DIR }
      : { taskRoot: code, runtimeDir: runtimeFolder };
    const [port, variables] = await Promise.all([
      listener.port(),
      environmentVariables(plane, run, { ...own, logStream: this.logStream, type: this.type }),
      mkdir(join(this.#folder, 'ml'), { recursive: true }),
    ]);
    listener.expect(this.#token, {
      onLink: (link) => (this.#link = link),
      onMessage: (message, payload) => this.#onMessage(message, payload),
      onClose: () => undefined, // its process has ended, or is about to
    });
    const heap = Math.floor(run.memoryMb * HEAP_SHARE);
    const container = await plane.supervisor.start({
      ...{ id: this.id, role: 'serve', hostname: 'lambda', optMl: join(this.#folder, 'ml') },
      runtime: {
        name: run.runtime,
        argv: { serve: [process.execPath, `--max-old-space-size=${heap}`, join(own.runtimeDir, 'index.mjs')] },
      },
      env: { ...variables, GRADUS_LAMBDA_PORT: String(port), GRADUS_LAMBDA_TOKEN: this.#token },
      folders: [
        { target: TASK_ROOT, source: code },
        { target: RUNTIME_DIR, source: runtimeFolder },
      ],
    });
    this.#container = container;
    void container.exited.then((exit) => this.#onExit(exit, container));
    this.#pid = await container.main();
    return container;
  }

  async #onExit({ code }: ContainerExit, container: Container): Promise<void> {
    this.#dead = true;
    const { listener, plane } = this.#parts;
    listener.forget(this.#token);
    this.#releaseMemory();
    // What it sent before its end is read before the end is told.
    await new Promise((resolve) => setImmediate(resolve));
    await this.#readNative();
    this.#link?.close();
    this.#waiting?.({ type: 'closed', exit: { code, outOfMemory: this.#outOfMemory } });
    try {
      await plane.supervisor.remove(container.id);
      await removeTree(this.#folder);
    } finally {
      this.#settleEnded();
    }
  }

  /** What was written past the runtime: by V8 as it dies, by programs that the handler starts. */
  async #readNative(): Promise<void> {
    if (!this.#container) return;
    const handle = await open(this.#container.logFile, 'r').catch(() => undefined);
    if (!handle) return;
    try {
      const { size } = await handle.stat();
      if (size <= this.#nativeRead) return;
      const bytes = Buffer.alloc(Math.min(size - this.#nativeRead, 256 * 1024));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, this.#nativeRead);
      this.#nativeRead = size;
      const lines = bytes.toString('utf8', 0, bytesRead).split('\n').filter(Boolean);
      if (lines.length > 0) this.#onLines(lines.map((line) => `${line}\n`));
    } finally {
      await handle.close();
    }
  }
}
