/** The program of the notebook training image: runs the job's notebook as the SageMaker training toolkit runs a script. */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isGradusError, optMl } from '@gradus/core';
import { fetchCode } from './container/fetch-code.ts';
import { logPrinter } from './container/log-printer.ts';
import { readTrainingConfig, type TrainingConfig } from './container/training-config.ts';
import { trainingEnvironment } from './container/training-environment.ts';
import { errors } from './errors.ts';
import { executeNotebook } from './execute-notebook.ts';
import type { Parameters } from './parameters/render-parameters.ts';

/** SageMaker shows as many characters of the failure file. */
const FAILURE_LIMIT = 1024;
const TERMINATED = 143;

const required = ({ control }: TrainingConfig, name: string): string => {
  const value = control[name];
  if (typeof value === 'string' && value !== '') return value;
  throw errors.make('HYPERPARAMETER_MISSING', `The job has no hyperparameter ${name}`, {
    got: value,
    remedy: 'Start the job with `gradus publish`, or give sagemaker_program and sagemaker_submit_directory.',
  });
};

const notebookPath = (code: string, program: string): string => {
  const path = resolve(code, program);
  if (relative(code, path).startsWith('..') || !existsSync(path)) {
    throw errors.make('CODE_INVALID', `The code of the job holds no ${program}`, {
      got: program,
      remedy: 'sagemaker_program is the path of the notebook inside the archive of sagemaker_submit_directory.',
    });
  }
  return path;
};

/** Runs the job whose `/opt/ml` this is. */
const train = async (signal: AbortSignal): Promise<void> => {
  const config = readTrainingConfig();
  const program = required(config, 'sagemaker_program');
  const submitted = required(config, 'sagemaker_submit_directory');
  for (const folder of [['model'], ['output', 'data'], ['output', 'intermediate']]) {
    mkdirSync(optMl(...folder), { recursive: true });
  }
  const code = optMl('code');
  await fetchCode(submitted, code);
  // Deno looks for packages in `node_modules` only where a package.json stands above the code.
  if (!existsSync(join(code, 'package.json'))) writeFileSync(join(code, 'package.json'), '{ "private": true }\n');

  const notebook = notebookPath(code, program);
  await executeNotebook({
    notebook,
    output: optMl('output', 'data', basename(notebook)),
    parameters: config.parameters as Parameters,
    cwd: dirname(notebook),
    env: trainingEnvironment(config),
    onOutput: logPrinter((text) => process.stdout.write(text)),
    signal,
  });
  const bundle = join(code, 'model-code');
  if (existsSync(bundle)) cpSync(bundle, optMl('model', 'code'), { recursive: true });
};

const fail = (error: unknown) => {
  const known = isGradusError(error);
  const message = error instanceof Error ? error.message : String(error);
  const detail = known && typeof error.got === 'string' ? `\n${error.got}` : '';
  process.stderr.write(`${known ? `${error.code}: ${message}${detail}` : String((error as Error).stack ?? error)}\n`);
  if (known && error.remedy) process.stderr.write(`${error.remedy}\n`);
  mkdirSync(optMl('output'), { recursive: true });
  writeFileSync(optMl('output', 'failure'), `${message}${detail}`.slice(0, FAILURE_LIMIT));
};

const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
try {
  await train(stop.signal);
} catch (error) {
  if (stop.signal.aborted) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = TERMINATED;
  } else {
    fail(error);
    process.exitCode = 1;
  }
}
