/** The code of the function that answers for recommendations: the zip that is bundled with the command, or one of the user's own. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '../errors.ts';

/** @throws GradusError API_CODE_UNREADABLE */
export const recommendationApiCode = (file?: string): Promise<Uint8Array> => {
  const path = file ?? join(import.meta.dirname, 'recommend-api.zip');
  return readFile(path).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    throw errors.make(
      'API_CODE_UNREADABLE',
      `${path} ${code === 'ENOENT' ? 'is not there' : `cannot be read: ${message}`}`,
      {
        got: path,
        remedy: file === undefined ? 'Make the command anew: npm run prepare' : 'Name the zip of a function.',
        cause: error,
      },
    );
  });
};
