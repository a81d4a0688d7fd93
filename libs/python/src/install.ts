/** Makes one virtual environment: Python's own `venv`, and pip for the packages, as wheels only. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { errors } from './errors.ts';
import type { Python } from './find-python.ts';

const TIMEOUT_MS = 20 * 60_000;
const OUTPUT_LIMIT = 64 * 1024;

/** Nothing of this process but what Python and pip are steered by. */
const environmentOf = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) =>
      /^(?:PATH|HOME|LANG|LC_\w+|TMPDIR|XDG_\w+|PIP_\w+|SSL_CERT_\w+|REQUESTS_CA_BUNDLE|(?:https?|no|all)_proxy)$/i.test(
        name,
      ),
    ),
  );

const run = (
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const ended = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]);
    const child = spawn(program, args, {
      env: environmentOf(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: ended,
      killSignal: 'SIGKILL',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-OUTPUT_LIMIT)));
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: output.trim() }));
  });

/** @throws GradusError PYTHON_BROKEN, REQUIREMENTS_FAILED, PACKAGE_INDEX_UNREACHABLE */
export const install = async (
  target: string,
  python: Python,
  requirements: readonly string[],
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<void> => {
  // Its own pip takes seconds to put there, and is needed only where Python has none to lend.
  const lent = python.pip || requirements.length === 0;
  const made = await run(
    python.executable,
    ['-I', '-m', 'venv', ...(lent ? ['--without-pip'] : []), target],
    env,
    signal,
  );
  if (made.code !== 0) {
    throw errors.make('PYTHON_BROKEN', `${python.executable} cannot make a virtual environment:\n${made.output}`, {
      got: python.executable,
      remedy:
        'On Debian and Ubuntu: apt install python3-venv python3-pip. Elsewhere name another one in GRADUS_PYTHON.',
    });
  }
  if (requirements.length === 0) return;
  const own = join(target, 'bin', 'python');
  const file = join(target, 'requirements.txt');
  await writeFile(file, requirements.map((line) => `${line}\n`).join(''));
  // Wheels only: a source archive would run its code here, outside of any container.
  const pip = [
    ...(lent ? [python.executable, '-I', '-m', 'pip', '--python', own] : [own, '-I', '-m', 'pip']),
    ...['install', '--quiet', '--disable-pip-version-check', '--no-input', '--only-binary', ':all:', '--no-compile'],
    ...['--retries', '2', '--timeout', '20', '--requirement', file],
  ];
  const installed = await run(pip[0]!, pip.slice(1), env, signal);
  if (installed.code !== 0) throw failure(python, requirements, installed.output);
  // Whoever uses the environment cannot write there.
  const workers = ['-j', String(availableParallelism())];
  await run(own, ['-I', '-m', 'compileall', '-q', ...workers, join(target, 'lib')], env, signal);
};

const UNREACHABLE =
  /NewConnectionError|ConnectTimeoutError|Connection(?:Refused)?Error|Max retries exceeded|Temporary failure in name resolution|Network is unreachable|ProxyError|Connection broken/i;

const failure = (python: Python, requirements: readonly string[], output: string) => {
  const said = output
    .split('\n')
    .filter((line) => /^\s*ERROR|^error/i.test(line))
    .slice(-3)
    .join('\n');
  const got = requirements.join(', ');
  if (UNREACHABLE.test(output)) {
    return errors.make('PACKAGE_INDEX_UNREACHABLE', `the package index cannot be reached for ${got}`, {
      got,
      remedy:
        'Connect this machine, or name an index or a folder of wheels that it can reach in PIP_INDEX_URL or PIP_FIND_LINKS, and start the plane again.',
    });
  }
  return errors.make('REQUIREMENTS_FAILED', `pip cannot install ${got}:\n${said || output.slice(-500)}`, {
    got,
    remedy: `Ask for versions that have a wheel for Python ${python.version} (${python.platform}).`,
  });
};
