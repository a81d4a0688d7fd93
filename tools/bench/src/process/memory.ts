/** How much memory a process holds. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const MB = 1e6;

const statusField = (pid: number, field: string): number | undefined => {
  try {
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(
      readFileSync(`/proc/${pid}/status`, 'utf8'),
    )?.[1];
    return kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / MB;
  } catch {
    return undefined;
  }
};

/** Resident memory in MB (10^6 bytes). */
export const residentMb = (pid: number): number =>
  statusField(pid, 'VmRSS') ??
  (Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' })) * 1024) / MB;

const SAMPLE_MS = 20;

/**
 * Watches a process; the returned function ends that and gives its peak of resident memory in MB. Linux keeps the true
 * peak; elsewhere it is sampled.
 */
export const watchPeak = (pid: number): (() => number) => {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5'); // resets the peak
    return () => statusField(pid, 'VmHWM')!;
  } catch {
    let peak = residentMb(pid);
    const timer = setInterval(() => (peak = Math.max(peak, residentMb(pid))), SAMPLE_MS);
    return () => {
      clearInterval(timer);
      return Math.max(peak, residentMb(pid));
    };
  }
};
