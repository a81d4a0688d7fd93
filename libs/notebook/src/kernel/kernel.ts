/** A running kernel: started, ready, and able to execute code until it is shut down, killed or dies. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { errors } from '../errors.ts';
import { textOr } from '../format/notebook.ts';
import { openChannels, type Channels } from './channels.ts';
import { connectionFile, freePorts, type FivePorts } from './connection.ts';
import { startKernelProcess, type KernelExit, type KernelProcess } from './kernel-process.ts';
import type { Kernelspec } from './kernelspec.ts';
import type { Json, KernelMessage } from './wire.ts';

export interface KernelOptions {
  readonly cwd: string;
  /** The whole environment of the kernel, before the specification's own. */
  readonly env: NodeJS.ProcessEnv;
  /** How long it may take until it answers; 60,000 ms unless given. */
  readonly startTimeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Chooses the ports of an attempt. */
  readonly ports?: () => Promise<FivePorts>;
}

export interface Kernel {
  readonly spec: Kernelspec;
  readonly pid: number;
  /** What `kernel_info_reply` names as the implementation, e.g. `ipython`. */
  readonly implementation: string;
  /** What `kernel_info_reply` says of its language; nbformat keeps it as `metadata.language_info`. */
  readonly languageInfo: Json;
  readonly channels: Channels;
  /** Rejects when the kernel ends or breaks the protocol; never resolves. */
  readonly lost: Promise<never>;
  /** Where iopub messages go; one listener at a time. */
  listen(listener: (message: KernelMessage) => void): void;
  /** The end of what the process wrote to its own stdout and stderr. */
  log(): string;
  /** Asks it to end, and kills it when it does not within 5 s. */
  shutdown(): Promise<void>;
  kill(): Promise<void>;
}

const START_ATTEMPTS = 4;
const PORT_TAKEN = /address (already )?in use|EADDRINUSE|AddrInUse/i;

export const describeExit = ({ code, signal }: KernelExit): string =>
  signal ? `killed by ${signal}` : `exit code ${code}`;

const startFailed = (spec: Kernelspec, what: string, log: string) =>
  errors.make('KERNEL_START_FAILED', `Kernel "${spec.name}" ${what}${log ? `:\n${log}` : ''}`, {
    got: spec.argv.join(' '),
    remedy: 'Start that command by hand to see why; free memory or allow it more time if it was only slow.',
  });

/** One attempt; undefined when another program took one of the ports. */
const tryStart = async (spec: Kernelspec, options: KernelOptions): Promise<Kernel | undefined> => {
  const file = connectionFile(spec.name, await (options.ports ?? freePorts)());
  const folder = mkdtempSync(join(tmpdir(), 'gradus-kernel-'));
  const path = join(folder, 'connection.json');
  writeFileSync(path, JSON.stringify(file), { mode: 0o600 });
  let child: KernelProcess;
  try {
    child = await startKernelProcess(
      spec.argv.map((part) => part.replaceAll('{connection_file}', path)),
      { folder, cwd: options.cwd, env: { DENO_DIR: join(folder, 'deno'), ...options.env, ...spec.env } },
    );
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw errors.make('KERNEL_START_FAILED', `Kernel "${spec.name}" cannot be started`, { got: options.cwd, cause });
  }

  let listener: (message: KernelMessage) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  let stopping = false;
  const broken = new Promise<never>((_, reject) => (fail = reject));
  const died = child.exited.then((exit) => {
    // A kernel that we end is no loss, and nobody waits for it any more.
    if (stopping) return new Promise<never>(() => undefined);
    const killed = exit.signal === 'SIGKILL';
    throw errors.make('KERNEL_DIED', `The kernel ended while the notebook ran (${describeExit(exit)})`, {
      got: child.log() || describeExit(exit),
      remedy: killed ? 'The system may have run out of memory: use less data, or a larger machine.' : undefined,
    });
  });
  const lost = Promise.race([broken, died]);
  lost.catch(() => undefined);

  const channels = await openChannels(file, {
    published: (message) => listener(message),
    failed: (error) => fail(error),
  });
  const kill = async () => {
    stopping = true;
    await child.kill();
    channels.close();
  };

  const ready = async (): Promise<Json> => {
    let sent = channels.request('shell', 'kernel_info_request', {});
    const ours = new Set([sent.id]);
    let heard: () => void = () => undefined;
    const subscribed = new Promise<void>((resolve) => (heard = resolve));
    listener = (message) => {
      if (message.parentId !== undefined && ours.has(message.parentId)) heard();
    };
    const first = sent.reply;
    // A subscription takes effect some time after it is made; each request makes the kernel publish its status anew.
    const asking = new AbortController();
    void (async () => {
      for (;;) {
        await setTimeout(50, undefined, { signal: asking.signal });
        sent = channels.request('shell', 'kernel_info_request', {});
        ours.add(sent.id);
      }
    })().catch(() => undefined);
    try {
      const [info] = await Promise.all([first, subscribed]);
      return info;
    } finally {
      asking.abort();
      listener = () => undefined;
    }
  };

  const limit = new AbortController();
  const timeoutMs = options.startTimeoutMs ?? 60_000;
  const aborted = new Promise<'aborted'>((resolve) => {
    if (options.signal?.aborted) resolve('aborted');
    options.signal?.addEventListener('abort', () => resolve('aborted'), { once: true, signal: limit.signal });
  });
  try {
    const result = await Promise.race([
      ready(),
      child.exited.then((exit) => ({ exit })),
      broken,
      aborted,
      setTimeout(timeoutMs, 'timeout' as const, { signal: limit.signal }),
    ]);
    if (result === 'aborted') throw errors.make('NOTEBOOK_ABORTED', 'The run was stopped before its kernel was ready');
    if (result === 'timeout') throw startFailed(spec, `was not ready after ${timeoutMs / 1000} s`, child.log());
    if ('exit' in result && typeof result.exit === 'object') {
      if (PORT_TAKEN.test(child.log())) {
        await kill();
        return undefined;
      }
      throw startFailed(spec, `ended before it was ready (${describeExit(result.exit as KernelExit)})`, child.log());
    }
    return {
      spec,
      pid: child.pid,
      implementation: textOr((result as Json)['implementation'], ''),
      languageInfo: ((result as Json)['language_info'] ?? { name: spec.language }) as Json,
      channels,
      lost,
      listen: (next) => (listener = next),
      log: () => child.log(),
      async shutdown() {
        stopping = true;
        void channels.request('control', 'shutdown_request', { restart: false });
        const patience = new AbortController();
        await Promise.race([child.exited, setTimeout(5000, undefined, { signal: patience.signal })]);
        patience.abort();
        await kill();
      },
      kill,
    };
  } catch (error) {
    await kill();
    throw error;
  } finally {
    limit.abort();
  }
};

/**
 * Starts a kernel and waits until it answers and its output is heard.
 * @throws GradusError KERNEL_START_FAILED with what it wrote, NOTEBOOK_ABORTED
 */
export const startKernel = async (spec: Kernelspec, options: KernelOptions): Promise<Kernel> => {
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const kernel = await tryStart(spec, options);
    if (kernel) return kernel;
  }
  throw startFailed(spec, `found its ports taken ${START_ATTEMPTS} times`, '');
};
