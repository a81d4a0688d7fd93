/** Which namespaces this kernel gives to containers: tried once per process, by making them. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { containerFolder } from './container-folder.ts';
import { prepareContainer } from './prepare-container.ts';
import { SYSTEM_PATH } from './system-path.ts';

/** Flags of `unshare(1)`; empty where containers share the machine's file system and process ids. */
export type UnshareFlags = readonly string[];

const NAMESPACES = ['--mount', '--uts', '--pid', '--fork', '--kill-child'] as const;

/** What a container's start does, in small: a root of its own, a `/proc` of its own, no capabilities, a log cut by `dd`. */
const PROBE = `
[ -r /proc/1/stat ] && [ -d /opt/ml ] && [ "$(echo ok | dd iflag=count_bytes count=2 status=none)" = ok ]
`;

/** A network of its own, besides what every container gets. */
export const NETWORK_FLAG = '--net';

const works = (flags: UnshareFlags, cwd: string): Promise<boolean> =>
  new Promise((resolve) => {
    execFile(
      'unshare',
      [...flags, '/bin/sh', './container.sh'],
      { cwd, env: { PATH: SYSTEM_PATH }, timeout: 5_000, killSignal: 'SIGKILL' },
      (error) => {
        resolve(error === null);
      },
    );
  });

/** The first of `candidates` with which a container starts; none where no one does. */
const probe = async (
  dir: string,
  candidates: readonly UnshareFlags[],
  withoutNetwork: boolean,
): Promise<UnshareFlags> => {
  if (process.platform !== 'linux') return [];
  const folder = await mkdtemp(join(dir, '.probe-'));
  try {
    const runtime = { name: 'probe', argv: { train: ['/bin/sh', '-c', PROBE] } };
    const spec = {
      id: 'probe',
      role: 'train' as const,
      runtime,
      env: {},
      hostname: 'probe',
      optMl: join(folder, 'ml'),
      withoutNetwork,
    };
    await mkdir(spec.optMl);
    const made = containerFolder(folder, 'probe');
    await prepareContainer(spec, made, { isolated: true, hidden: [], nonce: 'probe' });
    for (const flags of candidates) if (await works(flags, made.state)) return flags;
    return [];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const candidates = (): readonly UnshareFlags[] => [
  ...(process.getuid?.() === 0 ? [NAMESPACES] : []),
  ['--user', '--map-root-user', ...NAMESPACES],
];

let probed: Promise<UnshareFlags> | undefined;
let probedNetwork: Promise<boolean> | undefined;

/**
 * The flags that give a container its own mounts, process ids and host name; empty where the kernel refuses, on other
 * systems, and under `GRADUS_NAMESPACES=off`.
 *
 * @param dir An existing folder for the probe's own files.
 */
export const unshareFlags = (dir: string): Promise<UnshareFlags> => {
  if (process.env['GRADUS_NAMESPACES'] === 'off') return Promise.resolve([]);
  return (probed ??= probe(dir, candidates(), false));
};

/** Whether the kernel gives a container a network of its own too, and this machine has a program that brings it up. */
export const networkIsolation = async (dir: string): Promise<boolean> => {
  const flags = await unshareFlags(dir);
  if (flags.length === 0) return false;
  return (probedNetwork ??= probe(dir, [[...flags, NETWORK_FLAG]], true).then(({ length }) => length > 0));
};
