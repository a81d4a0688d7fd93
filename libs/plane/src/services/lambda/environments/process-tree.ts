/** Processes and what they have started, as `/proc` shows them; where there is none, nothing is seen but the process itself. */
import { readFileSync } from 'node:fs';

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it is gone, or there is no `/proc`
  }
};

/** A process and all its descendants, each after its parent. */
export const processTree = (pid: number): number[] => [
  pid,
  ...read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number).flatMap(processTree),
];

/** Resident memory of a process in KiB; 0 when it is gone. */
export const residentKib = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
