/** The process of a kernel: a group of its own that ends with us, however we end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';

export interface KernelExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface KernelProcess {
  readonly pid: number;
  readonly exited: Promise<KernelExit>;
  /** The end of what it wrote to its own stdout and stderr, without colours. */
  log(): string;
  /** Kills the kernel and all that it started, and removes its folder. */
  kill(): Promise<void>;
}

/**
 * Descriptor 3 is a pipe whose other end only we hold: when it closes, be it by `kill -9`, the watcher removes the folder
 * and kills the whole group. The kernel itself takes the place of the shell, so that its exit is what we see; the watcher is
 * nobody's child, as ipykernel ends its children one by one, and slowly, when it shuts down.
 */
const WATCHED = `( ( read -r _ <&3; rm -rf "$0"; kill -KILL 0 ) >/dev/null 2>&1 & )
exec "$@" 3<&-`;

const LOG_LIMIT = 8 * 1024;
const LAST_WORDS_MS = 250;

/** Starts `argv`; `folder` is private to the kernel and is removed when it ends. */
export const startKernelProcess = async (
  argv: readonly string[],
  options: { folder: string; cwd: string; env: NodeJS.ProcessEnv },
): Promise<KernelProcess> => {
  const child = spawn('/bin/sh', ['-c', WATCHED, options.folder, ...argv], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream!.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-LOG_LIMIT)));
  }
  child.stdio[3]!.on('error', () => undefined);
  const pid = child.pid;
  if (pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error];
    throw error;
  }

  const removeGroup = () => {
    rmSync(options.folder, { recursive: true, force: true });
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      // macOS answers EPERM for a group of which only zombies are left.
      if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  };
  const exited = (async (): Promise<KernelExit> => {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    removeGroup();
    child.stdio[3]!.destroy();
    // Its last words may still be in the pipes; a descendant that left the group can hold them open for good.
    await Promise.race([once(child, 'close'), setTimeout(LAST_WORDS_MS, undefined, { ref: false })]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    return { code, signal };
  })();
  return {
    pid,
    exited,
    // Deno says at each start that its kernel may change: no news to whoever reads why it failed.
    log: () =>
      stripVTControlCharacters(log)
        .replaceAll(/^Warning "deno jupyter" is unstable.*\n?/gm, '')
        .trim(),
    async kill() {
      removeGroup();
      await exited;
    },
  };
};
