/** Python clients of AWS, run as in a user's shell that knows only what `gradus env` prints. */
import { execFile, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { REPOSITORY, type Ended } from './gradus-command.ts';

const PYTHON = process.env['GRADUS_PYTHON'] ?? join(REPOSITORY, '.venv/bin/python');
/** The AWS command line stands beside the Python that it was installed for. */
const AWS = join(dirname(PYTHON), 'aws');

export type PythonClients = { readonly python: string; readonly aws: string } | { readonly missing: string };

const remedy =
  'python3 -m venv .venv && .venv/bin/pip install --requirement apps/journeys/requirements.txt, or set GRADUS_PYTHON';

/** A Python that has boto3 and the AWS command line, or why they are not here. */
export const findPythonClients = (): PythonClients => {
  if (spawnSync(PYTHON, ['-c', 'import boto3']).status !== 0) return { missing: `no boto3 for ${PYTHON}: ${remedy}` };
  if (spawnSync(AWS, ['--version']).status !== 0) return { missing: `no AWS command line at ${AWS}: ${remedy}` };
  return { python: PYTHON, aws: AWS };
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
