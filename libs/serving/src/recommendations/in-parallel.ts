/** Work in parallel, bounded: whoever hands it over waits while enough is under way. */

export interface ParallelWork {
  /** Returns once the work has begun; throws what earlier work threw. */
  start(work: () => Promise<void>): Promise<void>;
  /** Returns once all of it is done; throws what the first that failed threw. */
  drain(): Promise<void>;
}

/** @param bound how many pieces of work are under way at most */
export const inParallel = (bound: number): ParallelWork => {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const check = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    start: async (work) => {
      while (running.size >= bound) await Promise.race(running);
      check();
      const done = work()
        .catch((error: unknown) => void failures.push(error))
        .finally(() => void running.delete(done));
      running.add(done);
    },
    drain: async () => {
      await Promise.all(running);
      check();
    },
  };
};
