/** Reads the input of a prediction: JSON on the command line, in a file, or on standard input. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { errors } from './errors.ts';

/** @throws GradusError INPUT_UNREADABLE */
export const readInput = async (argument: string): Promise<unknown> => {
  const source = argument.startsWith('@') ? argument.slice(1) : argument === '-' ? 'standard input' : 'the input';
  try {
    if (argument === '-') return JSON.parse(await text(process.stdin));
    return JSON.parse(argument.startsWith('@') ? await readFile(source, 'utf8') : argument);
  } catch (error) {
    throw errors.make('INPUT_UNREADABLE', `${source} is not JSON: ${(error as Error).message}`, {
      got: argument,
      allowed: [`'{"user_id": 42}'`, '@input.json', '- for standard input'],
      remedy: 'Put JSON in single quotes, so that the shell leaves it whole.',
      cause: error,
    });
  }
};
