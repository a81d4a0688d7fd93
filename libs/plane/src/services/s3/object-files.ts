/** The files of a plane's objects: one store of files per plane, under `objects` in its folder. */
import { join } from 'node:path';
import type { CallContext, PlaneServices } from '../../service.ts';
import { ObjectFiles } from '../../store/objects.ts';
import type { Store } from '../../store/store.ts';

const perPlane = new WeakMap<Store, ObjectFiles>();

export const objectFiles = ({ store, dir }: Pick<PlaneServices, 'store' | 'dir'>): ObjectFiles => {
  let files = perPlane.get(store);
  if (!files) {
    files = new ObjectFiles(join(dir, 'objects'));
    perPlane.set(store, files);
  }
  return files;
};

/**
 * Runs `work`, which gives new files their rows, in a transaction, and resolves when that is durable. When the work or
 * the commit fails, the files are removed.
 */
export const adoptFiles = async <T>(
  { plane }: Pick<CallContext, 'plane'>,
  files: readonly string[],
  work: () => T,
): Promise<T> => {
  try {
    const result = plane.store.transaction(work);
    await plane.store.committed();
    return result;
  } catch (error) {
    await objectFiles(plane).remove(files);
    throw error;
  }
};

/** Removes files once the transaction that took away their rows is durable; what fails to go, the next start sweeps. */
export const removeAfterCommit = (plane: PlaneServices, files: readonly string[]): void => {
  if (files.length === 0) return;
  plane.store.afterCommit(() => {
    objectFiles(plane)
      .remove(files)
      .catch(() => undefined);
  });
};

/** Removes, in the background, the files that no row names: what a crash left between file and row. Returns how to stop it. */
export const sweepOrphans = (plane: PlaneServices): (() => Promise<void>) => {
  const abort = new AbortController();
  const named = `select exists (select 1 from s3_object where file = ?) or exists (select 1 from s3_version where file = ?)
    or exists (select 1 from s3_part where file = ?) as named`;
  const sweep = objectFiles(plane).sweep({
    isNamed: (file) => plane.store.get<{ named: number }>(named, file, file, file)?.named === 1,
    settled: () => plane.store.committed(),
    aborted: abort.signal,
  });
  const ended = sweep.then(
    () => undefined,
    () => undefined, // an orphan costs space, nothing else: the next start tries again
  );
  return () => {
    abort.abort();
    return ended;
  };
};
