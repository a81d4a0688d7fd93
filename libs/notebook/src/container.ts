/** The program of the training images: runs the job's notebook or Python program as the SageMaker training toolkit runs a script. */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { isGradusError, optMl } from '@gradus/core';
import { containerEnvironment, fetchCode } from '@gradus/python';
import { logPrinter } from './container/log-printer.ts';
import { readTrainingConfig, type TrainingConfig } from './container/training-config.ts';
import { programCommand, programPath } from './container/program.ts';
import { trainingEnvironment, userArguments } from './container/training-environment.ts';
import { errors } from './errors.ts';
import { executeNotebook } from './execute-notebook.ts';
import type { Parameters } from './parameters/render-parameters.ts';
import { ProgramExit, runProgram } from './run-program.ts';

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
  const file = programPath(code, program);
  const python = (requirements: readonly string[]): Promise<string> => containerEnvironment(requirements, say, signal);
  const env = {
    ...trainingEnvironment(config),
    PYTHONPATH: [code, process.env['PYTHONPATH']].filter(Boolean).join(delimiter),
    PYTHONUNBUFFERED: '1',
  };
  if (file.endsWith('.ipynb')) {
    // Deno looks for packages in `node_modules` only where a package.json stands above the code.
    if (!existsSync(join(code, 'package.json'))) writeFileSync(join(code, 'package.json'), '{ "private": true }\n');
    await executeNotebook({
      notebook: file,
      root: code,
      output: optMl('output', 'data', ...ownFolder(config), basename(file)),
      parameters: config.parameters as Parameters,
      cwd: dirname(file),
      env,
      python,
      onOutput: logPrinter((text) => process.stdout.write(text)),
      signal,
    });
  } else {
    const [command, ...args] = await programCommand(code, file, python);
    await runProgram({
      name: basename(file),
      command: command!,
      args: [...args, ...userArguments(config.parameters)],
      cwd: code,
      env,
      signal,
    });
  }
  const bundle = join(code, 'model-code');
  if (existsSync(bundle)) cpSync(bundle, optMl('model', 'code'), { recursive: true });
};

/** Of several hosts, whose outputs become one archive, all but the first keep theirs apart. */
const ownFolder = ({ resources: { current_host: current, hosts = [] } }: TrainingConfig): string[] =>
  current === undefined || hosts.length < 2 || current === hosts[0] ? [] : [current];

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const fail = (error: unknown) => {
  const known = isGradusError(error);
  const message = error instanceof Error ? error.message : String(error);
  const detail = known && typeof error.got === 'string' && !message.includes(error.got) ? `\n${error.got}` : '';
  process.stderr.write(`${known ? `${error.code}: ${message}${detail}` : String((error as Error).stack ?? error)}\n`);
  if (known && error.remedy) process.stderr.write(`${error.remedy}\n`);
  mkdirSync(optMl('output'), { recursive: true });
  // A program that has said itself why it failed is not talked over.
  if (existsSync(optMl('output', 'failure'))) return;
  // That of a cell names a file that goes with the container.
  const remedy = known && error.remedy && error.code !== 'CELL_FAILED' ? `\n${error.remedy}` : '';
  writeFileSync(optMl('output', 'failure'), `${message}${detail}${remedy}`.slice(0, FAILURE_LIMIT));
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
    process.exitCode = error instanceof ProgramExit ? error.exitCode : 1;
  }
}
