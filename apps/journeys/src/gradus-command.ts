/** The installed `gradus` command as a process of its own, in a workspace, as a user runs it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const REPOSITORY = join(import.meta.dirname, '../../..');
export const LAUNCHER = join(REPOSITORY, 'apps/cli/bin/gradus.mjs');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has said so far. */
  readonly said: { readonly stdout: string; readonly stderr: string };
}

/** Has the planes that a user's command starts record their answers too, where this run is one that does. */
const recording = (folder = process.env['GRADUS_RECORD_ANSWERS']): Readonly<Record<string, string>> => {
  if (!folder) return {};
  const recorder = pathToFileURL(join(import.meta.dirname, 'answers/record-answers.mjs')).href;
  return { GRADUS_RECORD_ANSWERS: resolve(REPOSITORY, folder), NODE_OPTIONS: `--import ${recorder}` };
};

/** The environment of a user's shell: nothing of it points at AWS or at another plane. */
const userEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS_|GRADUS_|NODE_OPTIONS|VITEST)/.test(name)),
  ),
  NO_COLOR: '1',
  ...recording(),
});

const start = (
  file: string,
  args: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>> = {},
): Running => {
  const child = spawn(file, args, {
    cwd,
    env: { ...userEnvironment(), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said }));
  });
  return { child, ended, said };
};

export interface GradusCommand {
  /** Runs a verb to its end. */
  (...args: readonly string[]): Promise<Ended>;
  /** Runs a verb with `--json`, expects it to succeed, and reads the document that it printed. */
  json<T = Record<string, unknown>>(...args: readonly string[]): Promise<T>;
  /** Starts a verb. */
  start(...args: readonly string[]): Running;
}

/** `gradus` in `workspace`. */
export const gradusCommand = (workspace: string): GradusCommand => {
  const begin = (...args: readonly string[]): Running => start(process.execPath, [LAUNCHER, ...args], workspace);
  const run = (...args: readonly string[]): Promise<Ended> => begin(...args).ended;
  return Object.assign(run, {
    json: async <T>(...args: readonly string[]): Promise<T> => {
      const ended = await run(...args, '--json');
      if (ended.code !== 0)
        throw new Error(`gradus ${args.join(' ')} ended with ${ended.code}:\n${ended.stdout}${ended.stderr}`);
      return JSON.parse(ended.stdout) as T;
    },
    start: begin,
  });
};

/** Runs any other program in a folder to its end, e.g. `git`. */
export const runProgram = (
  file: string,
  args: readonly string[],
  cwd: string,
  variables?: Readonly<Record<string, string>>,
): Promise<Ended> => start(file, args, cwd, variables).ended;
