/** Tells whether a recorded process still runs, so that a process id which the kernel gave away again is never mistaken. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { ShimIdentity } from './container-folder.ts';

const procStat = async (pid: number): Promise<{ state: string; start: string } | undefined> => {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The command name, in parentheses, may hold anything; what follows the last one is fields 3, 4, ...
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0]!, start: fields[19]! };
  } catch {
    return undefined;
  }
};

const ps = (pid: number, column: string): Promise<string> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC0' };
    execFile('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], { env }, (_error, stdout) => {
      resolve(stdout.trim());
    });
  });

/** The start time of a running process in the form that the shim records; undefined when it is gone or a zombie. */
export const processStart = async (pid: number): Promise<string | undefined> => {
  if (process.platform === 'linux') {
    const stat = await procStat(pid);
    return stat && !/[ZX]/.test(stat.state) ? stat.start : undefined;
  }
  const [state, start] = await Promise.all([ps(pid, 'stat'), ps(pid, 'lstart')]);
  return state && !state.startsWith('Z') ? start : undefined;
};

const commandLine = async (pid: number): Promise<string> => {
  if (process.platform !== 'linux') return ps(pid, 'command');
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
};

/** Whether that very shim runs. */
export const isShimAlive = async ({ pid, start, nonce }: ShimIdentity): Promise<boolean> =>
  (await processStart(pid)) === start && (await commandLine(pid)).includes(nonce);
