/** Keeps processes on cores of their own, so that no scheduler's whim decides whether an arm's two sides share one. */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

const last = cpus().length - 1;

/** The load generator's core, the cores of what it measures, and all of them. */
export const CORES = { load: '0', measured: last > 0 ? `1-${last}` : '0', all: `0-${last}` } as const;

/** Moves a process and its threads; false where the system cannot. */
export const pin = (pid: number, cores: string): boolean => {
  try {
    execFileSync('taskset', ['-a', '-c', '-p', cores, `${pid}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
