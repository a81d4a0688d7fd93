/** A bound on how long an integration may take. */

/** Resolves with undefined when `work` takes longer than `ms`; what it does later is not waited for. */
export const withinTime = <T>(work: Promise<T>, ms: number): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
