/** Runs the plane's specs (or what the arguments say: those of `vitest run`) recorded, and lets botocore judge what was answered. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const REPOSITORY = join(import.meta.dirname, '../../../..');
const PYTHON = process.env['GRADUS_PYTHON'] ?? join(REPOSITORY, '.venv/bin/python');
const JUDGE = join(import.meta.dirname, '../python/validate_answers.py');

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [environment]
 */
const run = (program, args, environment = {}) => {
  const options = /** @type {const} */ ({ cwd: REPOSITORY, stdio: 'inherit', env: { ...process.env, ...environment } });
  const { status, error } = spawnSync(program, args, options);
  if (error) throw error;
  return status ?? 1;
};

const folder = mkdtempSync(join(tmpdir(), 'gradus-answers-'));
try {
  const given = process.argv.slice(2);
  const specs = run(
    process.execPath,
    [join(REPOSITORY, 'node_modules/vitest/vitest.mjs'), 'run', ...(given.length > 0 ? given : ['--project', 'plane'])],
    { GRADUS_RECORD_ANSWERS: folder },
  );
  const judged = run(PYTHON, [JUDGE, folder]);
  process.exitCode = specs || judged;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
