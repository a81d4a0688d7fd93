/** Kernels that are installed for Jupyter on this machine: where their specifications lie and what they say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { didYouMean, nearest } from '@gradus/core';
import { errors } from '../errors.ts';
import { DENO_KERNEL, denoKernelspec } from './deno-kernelspec.ts';

/** How a kernel is started; `{connection_file}` and `{resource_dir}` in `argv` are filled in. */
export interface Kernelspec {
  readonly name: string;
  readonly displayName: string;
  readonly language: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Folders that hold `kernels/<name>/kernel.json`, first match wins, as `jupyter --paths` lists them. */
export const kernelspecFolders = (env: NodeJS.ProcessEnv): readonly string[] => {
  const home = env['HOME'] || homedir();
  const user = process.platform === 'darwin' ? join(home, 'Library/Jupyter') : join(home, '.local/share/jupyter');
  const programs = (env['PATH'] ?? '').split(delimiter).filter((path) => basename(path) === 'bin');
  const prefixes = [env['VIRTUAL_ENV'], env['CONDA_PREFIX'], ...programs.map(dirname)].filter((prefix) => prefix);
  return [
    ...(env['JUPYTER_PATH'] ?? '').split(delimiter).filter((path) => path !== ''),
    env['JUPYTER_DATA_DIR'] || user,
    ...prefixes.map((prefix) => join(prefix!, 'share/jupyter')),
    '/usr/local/share/jupyter',
    '/usr/share/jupyter',
  ].map((folder) => join(folder, 'kernels'));
};

/** Names of the kernels that can be asked for, sorted: the built-in one and those installed. */
export const kernelNames = (env: NodeJS.ProcessEnv): readonly string[] => {
  const names = new Set([DENO_KERNEL]);
  for (const folder of kernelspecFolders(env)) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) if (existsSync(join(folder, name, 'kernel.json'))) names.add(name);
  }
  return [...names].sort();
};

/** ipykernel writes a bare `python` into the specification of a virtual environment and means the one of that environment. */
const programOf = (program: string, folder: string): string => {
  const own = resolve(folder, '../../../..', 'bin', program);
  return program.includes('/') || !existsSync(own) ? program : own;
};

const readKernelspec = (name: string, folder: string): Kernelspec => {
  const file = join(folder, 'kernel.json');
  const broken = (cause?: unknown) =>
    errors.make('KERNEL_UNAVAILABLE', `The specification of kernel "${name}" is broken`, {
      got: file,
      remedy: 'Install the kernel again, e.g. `python3 -m ipykernel install --user`.',
      cause,
    });
  try {
    const spec = JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<string, unknown>>;
    const { argv, env = {}, language, display_name: displayName } = spec;
    if (!Array.isArray(argv) || argv.length === 0) throw broken();
    return {
      name,
      displayName: typeof displayName === 'string' ? displayName : name,
      language: typeof language === 'string' ? language.toLowerCase() : '',
      argv: [programOf(String(argv[0]), folder), ...argv.slice(1).map((part) => String(part))].map((part) =>
        part.replaceAll('{resource_dir}', folder),
      ),
      env: env as Record<string, string>,
    };
  } catch (cause) {
    throw cause instanceof SyntaxError ? broken(cause) : cause;
  }
};

/**
 * The kernel of that name as `env` (JUPYTER_PATH, JUPYTER_DATA_DIR, VIRTUAL_ENV, HOME) finds it; `deno` is built in.
 * @throws GradusError KERNEL_UNKNOWN, KERNEL_UNAVAILABLE
 */
export const findKernelspec = (name: string, env: NodeJS.ProcessEnv): Kernelspec => {
  if (name === DENO_KERNEL) return denoKernelspec();
  const folder = kernelspecFolders(env)
    .map((parent) => join(parent, name))
    .find((candidate) => existsSync(join(candidate, 'kernel.json')));
  if (folder !== undefined && /^[A-Za-z0-9._-]+$/.test(name)) return readKernelspec(name, folder);
  const installed = kernelNames(env);
  throw errors.make('KERNEL_UNKNOWN', `No kernel named "${name}" is installed`, {
    got: name,
    allowed: installed,
    remedy:
      didYouMean(name, installed) ??
      (nearest(name, ['python3', 'python']) !== undefined
        ? 'Install it: `pip install ipykernel && python3 -m ipykernel install --user`.'
        : `Install that kernel, or name another in the notebook's metadata (kernelspec.name).`),
  });
};
