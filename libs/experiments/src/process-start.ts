/** Whether the process that wrote something still lives: its pid may be another's by now. */
import { readFileSync } from 'node:fs';

/** When a process that runs began, as the kernel counts; empty where there is no `/proc`, or no such process. */
export const processStart = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in brackets, which may hold blanks; the start is the 22nd.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended, and waits for its parent to look.
    return state === 'Z' ? '' : (fields[18] ?? '');
  } catch {
    return '';
  }
};

export const isAlive = ({ pid, started }: { readonly pid: number; readonly started: string }): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code === 'ESRCH') return false;
  }
  return processStart(pid) === started;
};
