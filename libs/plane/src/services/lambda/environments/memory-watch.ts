/** Ends execution environments that outgrow their memory: the resident pages of a process and its descendants, looked at ten times a second. */
import { processTree, residentKib } from './process-tree.ts';

const TICK_MS = 100;

interface Watched {
  readonly limitKib: number;
  readonly exceeded: () => void;
}

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
      const used = processTree(pid).reduce((sum, each) => sum + residentKib(each), 0);
      if (used <= limitKib) continue;
      this.release(pid);
      exceeded();
    }
  }
}
