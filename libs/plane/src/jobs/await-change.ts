/** Waits for a condition on a folder's files: told by the file system, with a slow poll beside it. */
import { watch } from 'node:fs';

export interface Waiting<T> {
  readonly done: Promise<T>;
  /** Looks now. */
  readonly check: () => void;
  /** Gives up: `done` never settles. */
  readonly close: () => void;
}

/** macOS has no `/proc`: each look at a process costs a `ps`. */
const POLL_MS = process.platform === 'linux' ? 250 : 1_000;
/** What lasts is looked at less often: a machine that holds dozens of containers would do little else. */
const LASTING_MS = 5_000;
const LASTING_POLL_MS = 1_000;

/**
 * Resolves with the first answer of `look` that is not undefined. `look` runs at once, whenever an entry of `folder`
 * changes, and every quarter of a second, later every second (file systems without notifications, processes that die
 * unheard).
 */
export const awaitChange = <T>(folder: string, look: () => Promise<T | undefined>): Waiting<T> => {
  let running = false;
  let again = false;
  let closed = false;
  let resolve: (value: T) => void;
  let reject: (error: unknown) => void;
  const done = new Promise<T>((onDone, onError) => {
    resolve = onDone;
    reject = onError;
  });
  const close = (): void => {
    closed = true;
    clearTimeout(timer);
    watcher?.close();
  };
  const check = (): void => {
    again = true;
    if (running || closed) return;
    running = true;
    again = false;
    look()
      .then(
        (value) => {
          if (closed || value === undefined) return;
          close();
          resolve(value);
        },
        (error: unknown) => {
          if (closed) return;
          close();
          reject(error);
        },
      )
      .finally(() => {
        running = false;
        if (again) check();
      });
  };
  const began = performance.now();
  const poll = (): void => {
    timer = setTimeout(poll, performance.now() - began < LASTING_MS ? POLL_MS : LASTING_POLL_MS);
    check();
  };
  let timer = setTimeout(poll, POLL_MS);
  let watcher: ReturnType<typeof watch> | undefined;
  try {
    watcher = watch(folder, check);
    // Out of inotify watches, or the folder removed: the poll goes on.
    watcher.on('error', () => watcher?.close());
  } catch {
    watcher = undefined;
  }
  check();
  return { done, check, close };
};
