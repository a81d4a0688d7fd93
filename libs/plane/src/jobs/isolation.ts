/** Which namespaces this kernel gives to containers: tried once per process, by making them. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
    const own = folder.replace(/[\s\\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`);
    await writeFile(
      join(folder, 'fstab'),
      `${own} /opt none rbind 0 0\n${own} /tmp none rbind 0 0\ngradus-proc /proc proc nosuid,nodev,noexec 0 0\n`,
    );
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
