/** Python clients of AWS, run as in a user's shell that knows only what `gradus env` prints. */
import { execFile, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { REPOSITORY, type Ended } from './gradus-command.ts';

const PYTHON = process.env['GRADUS_PYTHON'] ?? join(REPOSITORY, '.venv/bin/python');

/** The program of a client, or why it is not here. */
export type PythonClient = { readonly program: string } | { readonly missing: string };

const remedy =
  'python3 -m venv .venv && .venv/bin/pip install --requirement apps/journeys/requirements.txt, or set GRADUS_PYTHON';

/** A Python that has boto3. */
export const findBoto3 = (): PythonClient =>
  spawnSync(PYTHON, ['-c', 'import boto3']).status === 0
    ? { program: PYTHON }
    : { missing: `no boto3 for ${PYTHON}: ${remedy}` };

/** The AWS command line beside that Python. */
export const findAwsCommand = (): PythonClient => {
  const program = join(dirname(PYTHON), 'aws');
  return spawnSync(program, ['--version']).status === 0
    ? { program }
    : { missing: `no AWS command line at ${program}: ${remedy}` };
};

/**
 * Runs a program in a shell that has evaluated `exports`, what `gradus env` printed, and knows nothing else of AWS.
 * @param folder where it runs, and its home
 */
export const runWithExports = (
  exports: string,
  folder: string,
  program: string,
  args: readonly string[],
): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8', EXPORTS: exports };
    execFile(
      'sh',
      ['-c', 'eval "$EXPORTS" && exec "$@"', 'sh', program, ...args],
      { cwd: folder, env, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
