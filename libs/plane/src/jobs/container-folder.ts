/** The files of one container: where each lies, and how its state is read and written. */
import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerExit } from './supervisor.ts';

/** Everything lies under `root`; `state` holds only small files that change rarely, so that watching it is cheap. */
export interface ContainerFolder {
  readonly root: string;
  readonly state: string;
  readonly log: string;
  /** The container's `/tmp`. */
  readonly tmp: string;
  /** The container's `/opt`. */
  readonly opt: string;
}

/** Which process the shim is: all three must match before a signal is sent or a wait begun. */
export interface ShimIdentity {
  readonly pid: number;
  readonly start: string;
  readonly nonce: string;
}

export const containerFolder = (dir: string, id: string): ContainerFolder => {
  const root = join(dir, id);
  return { root, state: join(root, 'state'), log: join(root, 'log'), tmp: join(root, 'tmp'), opt: join(root, 'opt') };
};

const linesOf = async (file: string): Promise<string[] | undefined> => {
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** The shim that owns the container, or undefined when none has claimed it. */
export const readShim = async (folder: ContainerFolder): Promise<ShimIdentity | undefined> => {
  const [pid, start, nonce] = (await linesOf(join(folder.state, 'pid'))) ?? [];
  return pid && start && nonce ? { pid: Number(pid), start, nonce } : undefined;
};

/** The container's main process; undefined until it has said so. A line counts once its newline is there. */
export const readMain = async (folder: ContainerFolder): Promise<{ pid: number; start: string } | undefined> => {
  const [pid, start, end] = (await linesOf(join(folder.state, 'main'))) ?? [];
  return pid && start && end !== undefined ? { pid: Number(pid), start } : undefined;
};

/** How the container ended, or undefined while that is not recorded. */
export const readExit = async (folder: ContainerFolder): Promise<ContainerExit | undefined> => {
  const [code, reason] = (await linesOf(join(folder.state, 'exit'))) ?? [];
  if (code === undefined || !/^-?\d+$/.test(code)) return undefined;
  return { code: Number(code), ...((reason === 'OutOfMemory' || reason === 'DiskFull') && { reason }) };
};

/** Makes a folder's entries durable. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Records, whole and durably, the end of a container whose shim could not; several may do so at once. */
export const writeExit = async (folder: ContainerFolder, exit: ContainerExit): Promise<void> => {
  const whole = join(folder.state, `exit.${randomUUID()}`);
  const handle = await open(whole, 'wx', 0o600);
  try {
    await handle.writeFile(`${exit.code}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(whole, join(folder.state, 'exit'));
  await syncFolder(folder.state);
};
