/** One container as the plane holds it: how its end is noticed, and how it is stopped. */
import { execFile } from 'node:child_process';
import { awaitChange } from './await-change.ts';
import { readExit, readMain, writeExit, type ContainerFolder, type ShimIdentity } from './container-folder.ts';
import { isShimAlive, processStart } from './process-identity.ts';
import { SWEEP_SCRIPT } from './shim.ts';
import type { Container, ContainerExit } from './supervisor.ts';
import { SYSTEM_PATH } from './system-path.ts';

/** A container that the supervisor watches until it ends or the supervisor closes. */
export interface WatchedContainer extends Container {
  /** Looks now whether it ended. */
  readonly check: () => void;
  /** Stops watching. */
  readonly close: () => void;
}

const sweep = (nonce: string): Promise<void> =>
  new Promise((resolve, reject) => {
    execFile('/bin/sh', ['-c', SWEEP_SCRIPT, 'gradus-sweep', nonce], { env: { PATH: SYSTEM_PATH } }, (error) => {
      if (error) reject(new Error(`What the lost container left cannot be ended: ${error.message}`));
      else resolve();
    });
  });

/** The exit that is recorded; for a dead shim that recorded none, ends what it left and records that it was lost. */
export const settledExit = async (folder: ContainerFolder, shim: ShimIdentity): Promise<ContainerExit | undefined> => {
  const exit = await readExit(folder);
  if (exit || (await isShimAlive(shim))) return exit;
  // It may have written its code and gone between the two looks.
  const late = await readExit(folder);
  if (late) return late;
  await sweep(shim.nonce);
  const lost = { code: -1 };
  await writeExit(folder, lost);
  return lost;
};

const signalMain = async (folder: ContainerFolder, signal: NodeJS.Signals): Promise<void> => {
  const main = await readMain(folder);
  if (!main || (await processStart(main.pid)) !== main.start) return;
  try {
    process.kill(main.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

/** Resolves once the main process has named itself, or the container has ended. */
const untilMain = async (folder: ContainerFolder, exited: Promise<ContainerExit>): Promise<void> => {
  const named = awaitChange(folder.state, () => readMain(folder));
  await Promise.race([named.done, exited]);
  named.close();
};

const afterAtMost = async (ms: number, event: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms).unref(); // a plane that closes does not wait for it
  });
  await Promise.race([event, late]);
  clearTimeout(timer);
};

export const watchContainer = (id: string, folder: ContainerFolder, shim: ShimIdentity): WatchedContainer => {
  const waiting = awaitChange(folder.state, () => settledExit(folder, shim));
  const exited = waiting.done;
  return {
    id,
    pid: shim.pid,
    logFile: folder.log,
    exited,
    check: waiting.check,
    close: waiting.close,
    main: async () => {
      await untilMain(folder, exited);
      return (await readExit(folder)) ? undefined : (await readMain(folder))?.pid;
    },
    stop: async (graceMs) => {
      await untilMain(folder, exited);
      await signalMain(folder, 'SIGTERM');
      await afterAtMost(graceMs, exited);
      // The end of the main process ends the rest: the kernel sees to it, or the shim.
      await signalMain(folder, 'SIGKILL');
      return exited;
    },
  };
};

/** A container whose end is recorded. */
export const endedContainer = (
  id: string,
  folder: ContainerFolder,
  pid: number,
  exit: ContainerExit,
): WatchedContainer => ({
  id,
  pid,
  logFile: folder.log,
  exited: Promise.resolve(exit),
  main: () => Promise.resolve(undefined),
  check: () => undefined,
  close: () => undefined,
  stop: () => Promise.resolve(exit),
});
