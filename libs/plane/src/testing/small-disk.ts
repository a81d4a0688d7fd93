/** A disk that fills up soon: a file system of its own in the memory of a process that keeps it mounted. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const NAMESPACE = process.getuid?.() === 0 ? ['-m'] : ['-r', '-m'];
const mount = (megabytes: number): string => `mount -t tmpfs -o size=${megabytes}m tmpfs /mnt`;

/** Whether this machine lets a process have a small file system of its own. */
export const canMount = (): boolean => spawnSync('unshare', [...NAMESPACE, 'sh', '-c', mount(1)]).status === 0;

export interface SmallDisk {
  /** Where this process sees it. */
  readonly path: string;
  /** The disk and all that is on it is gone. */
  unmount(): void;
}

export const smallDisk = async (megabytes: number): Promise<SmallDisk> => {
  const holder = spawn('unshare', [...NAMESPACE, 'sh', '-c', `${mount(megabytes)} && echo mounted && exec cat`]);
  await once(holder.stdout, 'data');
  return { path: `/proc/${holder.pid}/root/mnt`, unmount: () => holder.stdin.end() };
};
