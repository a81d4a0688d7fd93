/** A running kernel: started, ready, and able to execute code until it is shut down, killed or dies. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { errors } from '../errors.ts';
import { textOr } from '../format/notebook.ts';
import { openChannels, type Channels } from './channels.ts';
import { connectionFile, freePorts, type FivePorts } from './connection.ts';
import { handshake } from './handshake.ts';
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
  let listener: (message: KernelMessage) => void = () => undefined;
  const listen = (next: typeof listener) => void (listener = next);
  let fail: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => (fail = reject));
  broken.catch(() => undefined);
  const channels = await openChannels(file, {
    published: (message) => listener(message),
    failed: (error) => fail(error),
  });

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
    channels.close();
    rmSync(folder, { recursive: true, force: true });
    throw errors.make('KERNEL_START_FAILED', `Kernel "${spec.name}" cannot be started`, { got: options.cwd, cause });
  }

  let stopping = false;
  const died = child.exited.then((exit) => {
    // A kernel that we end is no loss, and nobody waits for it any more.
    if (stopping) return new Promise<never>(() => undefined);
    const memory = exit.signal === 'SIGKILL' || /out of memory/i.test(child.log());
    throw errors.make('KERNEL_DIED', `The kernel ended while the notebook ran (${describeExit(exit)})`, {
      got: child.log() || describeExit(exit),
      remedy: memory ? 'It may have run out of memory: use less data, or a larger machine.' : undefined,
    });
  });
  const lost = Promise.race([broken, died]);
  lost.catch(() => undefined);

  const kill = async () => {
    stopping = true;
    await child.kill();
    channels.close();
  };

  const limit = new AbortController();
  const timeoutMs = options.startTimeoutMs ?? 60_000;
  const aborted = new Promise<'aborted'>((resolve) => {
    if (options.signal?.aborted) resolve('aborted');
    options.signal?.addEventListener('abort', () => resolve('aborted'), { once: true, signal: limit.signal });
  });
  try {
    const outcome = await Promise.race([
      handshake(channels, listen, limit.signal).then((info) => ({ info })),
      child.exited.then((exit) => ({ exit })),
      broken,
      aborted,
      setTimeout(timeoutMs, 'timeout' as const, { signal: limit.signal }),
    ]);
    if (outcome === 'aborted') throw errors.make('NOTEBOOK_ABORTED', 'The run was stopped before its kernel was ready');
    if (outcome === 'timeout') throw startFailed(spec, `was not ready after ${timeoutMs / 1000} s`, child.log());
    if ('exit' in outcome) {
      if (!PORT_TAKEN.test(child.log())) {
        throw startFailed(spec, `ended before it was ready (${describeExit(outcome.exit)})`, child.log());
      }
      await kill();
      return undefined;
    }
    const { info } = outcome;
    return {
      spec,
      pid: child.pid,
      implementation: textOr(info['implementation'], ''),
      languageInfo: (info['language_info'] ?? { name: spec.language }) as Json,
      channels,
      lost,
      listen,
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
