/** The Python of this machine: the one that `GRADUS_PYTHON` names, or `python3`. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { errors } from './errors.ts';

const run = promisify(execFile);

export interface Python {
  /** The interpreter itself, not a shim in front of it. */
  readonly executable: string;
  /** E.g. `3.11.7`. */
  readonly version: string;
  /** E.g. `cpython-311-linux-x86_64`: what a wheel has to be made for. */
  readonly platform: string;
  /** The folder that it was installed to, with its standard library. */
  readonly prefix: string;
  /** Whether it has a pip that can install for another interpreter. */
  readonly pip: boolean;
}

const OLDEST = [3, 9] as const;

const PROBE = `
import json, sys, sysconfig
try:
    from importlib.metadata import version
    pip = tuple(int(part) for part in version("pip").split(".")[:2]) >= (22, 3)
except Exception:
    pip = False
print(json.dumps({
    "executable": getattr(sys, "_base_executable", sys.executable) or sys.executable,
    "version": "%d.%d.%d" % sys.version_info[:3],
    "platform": "%s-%s" % (sys.implementation.cache_tag, sysconfig.get_platform()),
    "prefix": sys.base_prefix,
    "pip": pip,
}))
`;

const HINT = `Install Python ${OLDEST.join('.')} or newer (https://www.python.org/downloads), or name one in GRADUS_PYTHON, and start the plane again.`;

/**
 * Looks for Python in an environment.
 * @throws GradusError PYTHON_NOT_FOUND
 */
export const findPython = async (env: NodeJS.ProcessEnv = process.env): Promise<Python> => {
  const program = env['GRADUS_PYTHON'] || 'python3';
  let python: Python;
  try {
    // Isolated mode: what the current folder or PYTHONPATH holds is not Python's own.
    const { stdout } = await run(program, ['-I', '-c', PROBE], { env: { ...env }, timeout: 30_000 });
    python = JSON.parse(stdout) as Python;
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const what = missing ? 'is not on this machine' : `does not run: ${(cause as Error).message.split('\n')[0]!}`;
    throw errors.make('PYTHON_NOT_FOUND', `${program} ${what}`, { got: program, remedy: HINT, cause });
  }
  const [major, minor] = python.version.split('.').map(Number) as [number, number];
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return python;
  throw errors.make('PYTHON_NOT_FOUND', `${python.executable} is Python ${python.version}, which is too old`, {
    got: python.version,
    allowed: [`${OLDEST.join('.')} and newer`],
    remedy: HINT,
  });
};
