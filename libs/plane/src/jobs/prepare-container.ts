/** Lays out a container's folder before its shim starts: private folders, mounts, the scripts that run it. */
import { chmod, mkdir, readdir, readFile, realpath, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { ContainerFolder } from './container-folder.ts';
import { containerMounts, type Overlay, type PrivateFolder } from './container-mounts.ts';
import { containerScript } from './container-script.ts';
import { containerView, isUnder, type ContainerView } from './container-view.ts';
import { limitsFile } from './limit-watch.ts';
import { SHIM_SCRIPT } from './shim.ts';
import type { ContainerSpec } from './supervisor.ts';

/** Already there is as good: the same container may be prepared twice. */
const unlessThere = async (made: Promise<unknown>): Promise<void> => {
  try {
    await made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};

const replaceFile = async (file: string, content: string, nonce: string): Promise<void> => {
  await writeFile(`${file}.${nonce}`, content, { mode: 0o600 });
  await rename(`${file}.${nonce}`, file);
};

/** An empty folder or file for what lies at `source`, to be mounted on. */
const mountPoint = async (source: string, target: string): Promise<void> => {
  const isFolder = (await stat(source)).isDirectory();
  await mkdir(isFolder ? target : dirname(target), { recursive: true });
  if (!isFolder) await unlessThere(writeFile(target, '', { flag: 'wx' }));
};

const COVERS = 'covers';
const OVERLAYS = 'overlays';

const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty', 'kfd', 'dri', 'nvidiactl', 'nvidia-uvm'];

const devicesOf = async (): Promise<string[]> => {
  const there = await readdir('/dev');
  return there.filter((name) => DEVICES.includes(name) || /^nvidia\d+$/.test(name)).map((name) => join('/dev', name));
};

const KERNEL_SETTINGS = ['sys', 'irq', 'bus', 'fs', 'sysrq-trigger'];

const settingsOf = async (): Promise<string[]> => {
  const there = await readdir('/proc');
  return KERNEL_SETTINGS.filter((name) => there.includes(name)).map((name) => join('/proc', name));
};

const DEVICE_LINKS = { fd: '/proc/self/fd', stdin: 'fd/0', stdout: 'fd/1', stderr: 'fd/2', ptmx: 'pts/ptmx' };

/** The host folders that stand for the covered ones, with a mount point for each thing that is seen in them. */
const layCovers = async (
  folder: ContainerFolder,
  { covers, visible, home }: ContainerView,
  devices: readonly string[],
): Promise<PrivateFolder[]> => {
  const own: Readonly<Record<string, string>> = { '/tmp': folder.tmp, '/var/tmp': folder.tmp, '/opt': folder.opt };
  const folders = covers.map((target, index) => ({
    target,
    source: own[target] ?? join(folder.root, COVERS, String(index)),
  }));
  const inside = (path: string): string | undefined => {
    const cover = folders.find(({ target }) => isUnder(path, target));
    return cover && join(cover.source, path.slice(cover.target.length));
  };
  for (const { source } of folders) await mkdir(source, { recursive: true });
  for (const path of ['/opt/ml', '/dev/pts', '/dev/shm', home]) {
    const made = inside(path);
    if (made !== undefined) await mkdir(made, { recursive: true });
  }
  for (const path of [...visible, ...devices]) await mountPoint(path, inside(path)!);
  for (const [name, to] of Object.entries(DEVICE_LINKS)) await unlessThere(symlink(to, inside(`/dev/${name}`)!));
  return folders;
};

/** What masks each hidden thing: an empty folder, or the empty device. */
const layMasks = async (folder: ContainerFolder, hidden: readonly string[]): Promise<PrivateFolder[]> => {
  const empty = join(folder.root, 'empty');
  await mkdir(empty, { recursive: true });
  return Promise.all(
    hidden.map(async (target) => ({ target, source: (await stat(target)).isDirectory() ? empty : '/dev/null' })),
  );
};

/** Overlays that give the folders of the machine a mount point for each added one. */
const layOverlays = async (folder: ContainerFolder, added: readonly PrivateFolder[]): Promise<Overlay[]> => {
  const parents = [...new Set(added.map(({ target }) => dirname(target)))];
  for (const [index, parent] of parents.entries()) {
    const inside = added.filter(({ target }) => dirname(target) === parent);
    for (const { target } of inside) {
      await mkdir(join(folder.root, OVERLAYS, String(index), basename(target)), { recursive: true });
    }
  }
  return parents.map((target, index) => ({ target, gains: `../${OVERLAYS}/${index}` }));
};

const layHosts = async (folder: ContainerFolder, { hostname, network }: ContainerSpec): Promise<string | undefined> => {
  const hosts = await readFile('/etc/hosts', 'utf8').catch(() => undefined);
  if (hosts === undefined) return undefined;
  const file = join(folder.root, 'hosts');
  const names = { ...network?.hosts, [hostname]: network?.address ?? '127.0.0.1' };
  const lines = Object.entries(names).map(([name, address]) => `${address}\t${name}`);
  // A resolver takes the first line of a name: the job's own come before what the machine calls its hosts.
  await writeFile(file, [...lines, hosts].join('\n'), { mode: 0o644 });
  return file;
};

const commandOf = (spec: ContainerSpec): readonly string[] => {
  const program = spec.entrypoint ?? spec.runtime.argv[spec.role];
  if (!program?.length) throw new TypeError(`${spec.runtime.name} has no command for "${spec.role}"`);
  return [...program, ...(spec.args ?? [])];
};

export interface Preparation {
  /** Whether the container has namespaces of its own. */
  readonly isolated: boolean;
  /** Host folders that no container may see. */
  readonly hidden: readonly string[];
  /** Keeps two preparations of one container apart until the last rename. */
  readonly nonce: string;
}

/** @throws {TypeError} when the runtime has no command for the role. */
export const prepareContainer = async (
  spec: ContainerSpec,
  folder: ContainerFolder,
  { isolated, hidden, nonce }: Preparation,
): Promise<void> => {
  const argv = commandOf(spec);
  const optMl = resolve(spec.optMl);
  const nodeModules = spec.runtime.nodeModules && (await realpath(spec.runtime.nodeModules));
  const basics = { PATH: process.env['PATH'] ?? '', LANG: process.env['LANG'] ?? 'C.UTF-8' };
  const given = { ...spec.runtime.env, ...spec.env };
  await mkdir(folder.state, { recursive: true, mode: 0o700 });
  await replaceFile(join(folder.state, 'gradus-shim'), SHIM_SCRIPT, nonce);
  await mkdir(folder.tmp, { recursive: true });
  await chmod(folder.tmp, 0o1777);
  if (spec.limits) {
    const counted = [optMl, folder.tmp, ...(isolated ? [folder.opt, join(folder.root, COVERS)] : [])];
    // What the container can only read lies in the store.
    const apart = (spec.readOnly ?? []).map((path) => join(optMl, path));
    await replaceFile(join(folder.state, 'limits'), limitsFile(spec.limits, counted, apart), nonce);
  }
  if (!isolated) {
    // Bare imports look in each parent's node_modules, as they do in /opt.
    if (nodeModules) await unlessThere(symlink(nodeModules, join(dirname(optMl), 'node_modules')));
    const env = { ...basics, HOME: homedir(), TMPDIR: folder.tmp, ...given, GRADUS_OPT_ML: optMl };
    await replaceFile(join(folder.state, 'container.sh'), containerScript({ argv, env, cwd: optMl }), nonce);
    return;
  }
  const view = await containerView({
    program: spec.entrypoint ?? spec.runtime.argv[spec.role] ?? [],
    path: given.PATH ?? basics.PATH,
    hidden,
    ...(nodeModules ? { nodeModules } : {}),
    ...(spec.runtime.readOnly ? { readOnly: spec.runtime.readOnly } : {}),
  });
  const devices = await devicesOf();
  const covers = await layCovers(folder, view, devices);
  // A link, not a mount: links inside a workspace's node_modules lead to folders beside it.
  if (nodeModules) await unlessThere(symlink(nodeModules, join(folder.opt, 'node_modules')));
  const parts = spec.readOnly ?? [];
  const root = join(folder.root, 'machine');
  await mkdir(root, { recursive: true });
  const hosts = await layHosts(folder, spec);
  const masks = await layMasks(folder, view.hidden);
  const added = spec.folders ?? [];
  const mounts = containerMounts({
    ...{ added, overlays: await layOverlays(folder, added) },
    ...{ root, optMl, covers, masks, devices, parts, visible: view.visible, settings: await settingsOf() },
    ...(hosts ? { hosts } : {}),
    ...(spec.limits ? { sharedMemory: spec.limits.memoryBytes } : {}),
  });
  const env = { ...basics, HOME: view.home, TMPDIR: '/tmp', ...given };
  const ownRoot = {
    ...{ folder: root, covers: view.covers, hostname: spec.hostname, withoutNetwork: spec.withoutNetwork ?? false },
    visible: [...view.visible, ...parts.map((path) => `/opt/ml/${path}`)],
  };
  const script = containerScript({ argv, env, cwd: '/opt/ml', root: ownRoot });
  await replaceFile(join(folder.state, 'fstab'), mounts, nonce);
  await replaceFile(join(folder.state, 'container.sh'), script, nonce);
};
