/** Virtual environments of Python, each made once for its packages and never changed after. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readlink, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { errors } from './errors.ts';
import { findPython, type Python } from './find-python.ts';
import { install } from './install.ts';

export interface PythonEnvironment {
  /** The interpreter that finds the packages. */
  readonly python: string;
  /** False when it was there already. */
  readonly made: boolean;
}

export interface PythonEnvironments {
  /** The folder that holds them all; who runs their Pythons reads it, and must not write there. */
  readonly folder: string;
  /**
   * The environment that has exactly these packages and what they need. A version that a requirement leaves open stays the one that was
   * the newest when the environment was made.
   *
   * @param requirements as `parseRequirements` gives them
   * @throws GradusError PYTHON_NOT_FOUND, PYTHON_BROKEN, REQUIREMENTS_FAILED with what pip says, PACKAGE_INDEX_UNREACHABLE
   */
  make(requirements: readonly string[], signal?: AbortSignal): Promise<PythonEnvironment>;
}

/** A later way of making them gets folders of its own. */
const FORMAT = 1;
/** What a maker that died left behind. */
const ABANDONED_MS = 86_400_000;

/** `GRADUS_PYTHON_CACHE`, or the user's cache folder. */
export const environmentsFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  env['GRADUS_PYTHON_CACHE'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'gradus', 'python');

const keyOf = (python: Python, requirements: readonly string[], env: NodeJS.ProcessEnv): string => {
  const indexes = ['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_FIND_LINKS'].map((name) => env[name] ?? '');
  const { executable, version, platform } = python;
  const said = JSON.stringify([FORMAT, executable, version, platform, indexes, requirements]);
  return createHash('sha256').update(said).digest('hex').slice(0, 24);
};

/** @param options.folder where they are kept, `environmentsFolder()` unless given */
export const pythonEnvironments = (
  options: { readonly folder?: string; readonly env?: NodeJS.ProcessEnv } = {},
): PythonEnvironments => {
  const { env = process.env, folder = environmentsFolder(env) } = options;
  const making = new Map<string, Promise<PythonEnvironment>>();

  const make = async (requirements: readonly string[], signal?: AbortSignal): Promise<PythonEnvironment> => {
    const python = await findPython(env);
    const key = keyOf(python, requirements, env);
    const before = making.get(key);
    if (before) return before;
    const made = once(folder, key, (target) => install(target, python, requirements, env, signal));
    making.set(key, made);
    return made.finally(() => making.delete(key));
  };
  return { folder, make: (requirements, signal) => make([...requirements].sort(), signal) };
};

/**
 * A link leads from the key to the environment: it appears whole, or not at all, and stays. Environments cannot be renamed, as their
 * programs name their own folder.
 */
const once = async (
  folder: string,
  key: string,
  build: (target: string) => Promise<void>,
): Promise<PythonEnvironment> => {
  const link = join(folder, key);
  const there = async (): Promise<string | undefined> => {
    const python = join(await realpath(link).catch(() => link), 'bin', 'python');
    return existsSync(python) ? python : undefined;
  };
  const found = await there();
  if (found !== undefined) return { python: found, made: false };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeAbandoned(folder);
  const stale = await readlink(link).catch(() => undefined);
  if (stale !== undefined && (await there()) === undefined) await rm(link, { force: true });
  const target = join(folder, `${key}.${randomUUID().slice(0, 8)}`);
  try {
    await build(target);
    await writeFile(join(target, 'complete'), '');
    await symlink(basename(target), link);
  } catch (error) {
    await rm(target, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const python = await there(); // another process's, if that was faster
  if (python !== undefined) return { python, made: true };
  throw errors.make('PYTHON_BROKEN', `the environment ${link} was removed while it was made`, { got: link });
};

const removeAbandoned = async (folder: string): Promise<void> => {
  const names = await readdir(folder);
  const links = await Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => undefined)));
  for (const name of names) {
    if (!/^[0-9a-f]{24}\.[0-9a-f]{8}$/.test(name) || links.includes(name)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(path, { recursive: true, force: true });
  }
};
