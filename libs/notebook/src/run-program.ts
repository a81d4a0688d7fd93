/** Runs a program to its end, its output going where ours goes, and keeps its last words for whoever asks why it failed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { GradusError } from '@gradus/core';
import { errors } from './errors.ts';

export interface RunProgramOptions {
  /** What it is called in errors. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the program with SIGTERM. */
  readonly signal?: AbortSignal;
  /** Where its output goes, as it comes; both streams of this process unless given. */
  readonly onText?: (text: string) => void;
}

/** The program's own exit code is the container's. */
export class ProgramExit extends GradusError {
  readonly exitCode: number;
  constructor(error: GradusError, exitCode: number) {
    super(error);
    this.exitCode = exitCode;
  }
}

const LAST_WORDS = 8 * 1024;
const SHOWN = 700;

/** The error that a traceback of Python ends with; else the last lines. */
const lastWords = (text: string): string => {
  const lines = text.trimEnd().split('\n');
  const start = lines.findLastIndex((line) => /^(?:\w+\.)*[A-Za-z_]\w*(?:Error|Exception|Exit|Interrupt)\b/.test(line));
  return lines
    .slice(start >= 0 ? start : -5)
    .join('\n')
    .slice(0, SHOWN);
};

/** @throws ProgramExit PROGRAM_FAILED with the end of its standard error */
export const runProgram = async (options: RunProgramOptions): Promise<void> => {
  const { name, command, args, cwd, env, signal, onText } = options;
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  child.stdout.on('data', (chunk: Buffer) => (onText ? onText(chunk.toString('utf8')) : process.stdout.write(chunk)));
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString('utf8')).slice(-LAST_WORDS);
    if (onText) onText(chunk.toString('utf8'));
    else process.stderr.write(chunk);
  });
  const stop = (): void => void child.kill('SIGTERM');
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  const [code, killed] = (await once(child, 'close').finally(() => signal?.removeEventListener('abort', stop))) as [
    number | null,
    NodeJS.Signals | null,
  ];
  if (code === 0) return;
  const how = killed ? `was ended by ${killed}` : `ended with exit code ${code}`;
  const said = lastWords(words);
  const made = errors.make('PROGRAM_FAILED', `${name} ${how}${said ? `: ${said}` : ''}`, { got: how });
  throw new ProgramExit(made, code ?? 128 + (killed === 'SIGKILL' ? 9 : 15));
};
