/** Which namespaces this kernel gives to containers: tried once per process, by making them. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { containerMounts } from './container-mounts.ts';
import { SYSTEM_PATH } from './system-path.ts';

/** Flags of `unshare(1)`; empty where containers share the machine's file system and process ids. */
export type UnshareFlags = readonly string[];

const NAMESPACES = ['--mount', '--uts', '--pid', '--fork', '--kill-child'] as const;

/** What a container's start does, in small: bind mounts from a table, a `/proc` of its own, a log cut by `dd`. */
const PROBE = `
mount -a -T fstab && [ -r /proc/1/stat ] && [ "$(echo ok | dd iflag=count_bytes count=2 status=none)" = ok ]
`;

const works = (flags: UnshareFlags, cwd: string): Promise<boolean> =>
  new Promise((resolve) => {
    execFile(
      'unshare',
      [...flags, '/bin/sh', '-c', PROBE],
      { cwd, env: { PATH: SYSTEM_PATH }, timeout: 5_000, killSignal: 'SIGKILL' },
      (error) => {
        resolve(error === null);
      },
    );
  });

const probe = async (dir: string): Promise<UnshareFlags> => {
  if (process.platform !== 'linux') return [];
  const folder = await mkdtemp(join(dir, '.probe-'));
  try {
    const [optMl, opt, tmp] = [join(folder, 'ml'), join(folder, 'opt'), join(folder, 'tmp')];
    for (const made of [optMl, join(opt, 'ml'), tmp]) await mkdir(made, { recursive: true });
    const mounts = containerMounts({ optMl, opt, tmp, optEntries: [], tmpEntries: [], readOnly: [] });
    await writeFile(join(folder, 'fstab'), mounts);
    const root = process.getuid?.() === 0;
    const candidates = [...(root ? [NAMESPACES] : []), ['--user', '--map-root-user', ...NAMESPACES]];
    for (const flags of candidates) if (await works(flags, folder)) return flags;
    return [];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

let probed: Promise<UnshareFlags> | undefined;

/**
 * The flags that give a container its own mounts, process ids and host name; empty where the kernel refuses, on other
 * systems, and under `GRADUS_NAMESPACES=off`.
 *
 * @param dir An existing folder for the probe's own files.
 */
export const unshareFlags = (dir: string): Promise<UnshareFlags> => {
  if (process.env['GRADUS_NAMESPACES'] === 'off') return Promise.resolve([]);
  return (probed ??= probe(dir));
};
