/** Lays out a container's folder before its shim starts: private folders, mounts, the scripts that run it. */
import {
  chmod,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ContainerFolder } from './container-folder.ts';
import { containerMounts } from './container-mounts.ts';
import { containerScript } from './container-script.ts';
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

/** An empty folder or file, to be mounted on, for what lies at `source`; false where there is nothing to mount. */
const mountPoint = async (source: string, target: string): Promise<boolean> => {
  const kind = await stat(source).catch(() => undefined);
  if (kind?.isDirectory()) await mkdir(target, { recursive: true });
  else if (kind?.isFile()) await unlessThere(writeFile(target, '', { flag: 'wx' }));
  else return false;
  return true;
};

/** The machine's own `/opt` as seen in the container: links are copied, all else is a mount point. */
const layOpt = async (opt: string, nodeModules: string | undefined): Promise<string[]> => {
  await mkdir(join(opt, 'ml'), { recursive: true });
  // A link, not a mount: links inside a workspace's node_modules lead to folders beside it.
  if (nodeModules !== undefined) await unlessThere(symlink(nodeModules, join(opt, 'node_modules')));
  const taken = new Set(nodeModules === undefined ? ['ml'] : ['ml', 'node_modules']);
  const mounted: string[] = [];
  for (const entry of await readdir('/opt', { withFileTypes: true }).catch(() => [])) {
    if (taken.has(entry.name)) continue;
    const [source, target] = [join('/opt', entry.name), join(opt, entry.name)];
    if (entry.isSymbolicLink()) await unlessThere(symlink(await readlink(source), target));
    else if (await mountPoint(source, target)) mounted.push(entry.name);
  }
  return mounted;
};

/** Names in the machine's `/tmp` that hold the program itself (a checkout under `/tmp`, say). */
const layTmp = async (tmp: string, program: readonly string[]): Promise<string[]> => {
  const names = new Set(program.map((path) => /^\/tmp\/([^/]+)/.exec(path)?.[1]).filter((name) => name !== undefined));
  const mounted: string[] = [];
  for (const name of names) if (await mountPoint(join('/tmp', name), join(tmp, name))) mounted.push(name);
  return mounted;
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

/**
 * @param isolated Whether the container has namespaces of its own.
 * @param nonce Keeps two preparations of one container apart until the last rename.
 * @throws {TypeError} when the runtime has no command for the role.
 */
export const prepareContainer = async (
  spec: ContainerSpec,
  folder: ContainerFolder,
  isolated: boolean,
  nonce: string,
): Promise<void> => {
  const argv = commandOf(spec);
  const optMl = resolve(spec.optMl);
  const nodeModules = spec.runtime.nodeModules && (await realpath(spec.runtime.nodeModules));
  const basics = { PATH: process.env['PATH'] ?? '', HOME: homedir(), LANG: process.env['LANG'] ?? 'C.UTF-8' };
  const given = { ...spec.runtime.env, ...spec.env };
  await mkdir(folder.state, { recursive: true, mode: 0o700 });
  await replaceFile(join(folder.state, 'gradus-shim'), SHIM_SCRIPT, nonce);
  await mkdir(folder.tmp, { recursive: true });
  await chmod(folder.tmp, 0o1777);
  if (!isolated) {
    // Bare imports look in each parent's node_modules, as they do in /opt.
    if (nodeModules) await unlessThere(symlink(nodeModules, join(dirname(optMl), 'node_modules')));
    const env = { ...basics, TMPDIR: folder.tmp, ...given, GRADUS_OPT_ML: optMl };
    await replaceFile(join(folder.state, 'container.sh'), containerScript({ argv, env, cwd: optMl }), nonce);
    return;
  }
  const program = [...(spec.entrypoint ?? spec.runtime.argv[spec.role] ?? []), ...(nodeModules ? [nodeModules] : [])];
  const tmpEntries = await layTmp(folder.tmp, program);
  const covered = nodeModules !== undefined && /^\/(tmp|opt)\//.test(nodeModules);
  const hosts = await layHosts(folder, spec);
  const mounts = containerMounts({
    optMl,
    opt: folder.opt,
    tmp: folder.tmp,
    optEntries: await layOpt(folder.opt, nodeModules),
    tmpEntries,
    readOnly: nodeModules && !covered ? [nodeModules] : [],
    ...(hosts ? { hosts } : {}),
  });
  const env = { ...basics, TMPDIR: '/tmp', ...given };
  const script = containerScript({ argv, env, cwd: '/opt/ml', hostname: spec.hostname });
  await replaceFile(join(folder.state, 'fstab'), mounts, nonce);
  await replaceFile(join(folder.state, 'container.sh'), script, nonce);
};
