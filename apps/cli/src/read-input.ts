/** Reads what a verb is given: JSON on the command line, in a file, or on standard input. */
import { readFile, stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { errors } from './errors.ts';

const ALLOWED = [`'{"user_id": 42}'`, '@input.json', '- for standard input'];

/** @throws GradusError INPUT_UNREADABLE */
export const readInput = async (argument: string): Promise<unknown> => {
  const file = argument.startsWith('@') ? argument.slice(1) : undefined;
  const json = file !== undefined ? await readInputFile(file) : argument === '-' ? await text(process.stdin) : argument;
  try {
    return JSON.parse(json);
  } catch (error) {
    const source = file ?? (argument === '-' ? 'standard input' : 'the input');
    throw errors.make('INPUT_UNREADABLE', `${source} is not JSON: ${(error as Error).message}`, {
      got: json,
      allowed: ALLOWED,
      ...(json === argument && { remedy: 'Put JSON in single quotes, so that the shell leaves it whole.' }),
    });
  }
};

/**
 * Makes sure that a file is there.
 * @throws GradusError INPUT_UNREADABLE
 */
export const requireFile = async (file: string, allowed: readonly string[]): Promise<void> => {
  const flaw = await stat(file).then(
    (found) => (found.isDirectory() ? 'is a folder' : undefined),
    (error: unknown) => {
      const { code, message } = error as NodeJS.ErrnoException;
      return code === 'ENOENT' ? 'is not there' : `cannot be read: ${message}`;
    },
  );
  if (flaw !== undefined) throw errors.make('INPUT_UNREADABLE', `${file} ${flaw}`, { got: file, allowed });
};

const readInputFile = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'is not there' : `cannot be read: ${message}`;
    throw errors.make('INPUT_UNREADABLE', `${file} ${why}`, { got: `@${file}`, allowed: ALLOWED });
  });
