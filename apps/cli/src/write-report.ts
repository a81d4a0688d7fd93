/** Writes what a verb drew to the file that its user named. */
import { writeFile } from 'node:fs/promises';
import { errors } from './errors.ts';

/** @throws GradusError REPORT_UNWRITABLE */
export const writeReport = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((error: unknown) => {
    throw errors.make('REPORT_UNWRITABLE', `${file} cannot be written: ${(error as Error).message}`, {
      got: file,
      remedy: 'Name a file in a folder that is there.',
      cause: error,
    });
  });
