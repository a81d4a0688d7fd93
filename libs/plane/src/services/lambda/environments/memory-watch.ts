/** Ends execution environments that outgrow their memory: the resident pages of a process and its descendants, looked at ten times a second. */
import { readFileSync } from 'node:fs';

const TICK_MS = 100;

interface Watched {
  readonly limitKib: number;
  readonly exceeded: () => void;
}

const residentKib = (pid: number): number => {
  const [, kib] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib ?? 0);
};

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** Whatever is gone, or cannot be seen, uses nothing. */
const treeKib = (pid: number): number => {
  try {
    return residentKib(pid) + childrenOf(pid).reduce((sum, child) => sum + treeKib(child), 0);
  } catch {
    return 0;
  }
};

/** Does nothing where there is no `/proc`: V8's own bound on its heap is all there. */
export class MemoryWatch {
  readonly #watched = new Map<number, Watched>();
  #timer: NodeJS.Timeout | undefined;

  /** Watches the process of id `pid` until {@link release}. */
  watch(pid: number, watched: Watched): void {
    if (process.platform !== 'linux') return;
    this.#watched.set(pid, watched);
    this.#timer ??= setInterval(() => this.#look(), TICK_MS);
  }

  release(pid: number): void {
    this.#watched.delete(pid);
    if (this.#watched.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    for (const [pid, { limitKib, exceeded }] of this.#watched) {
      if (treeKib(pid) <= limitKib) continue;
      this.release(pid);
      exceeded();
    }
  }
}
