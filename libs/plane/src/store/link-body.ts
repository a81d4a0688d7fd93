/** Links the file behind an object's bytes into a folder, so that whoever only reads them needs no copy. */
import { chmod, copyFile, constants, link } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** Another file system, one without links, too many links of the file. */
const NO_LINKS = ['EXDEV', 'EPERM', 'EMLINK'];

const READ_ONLY = 0o444;

const files = new WeakMap<Readable, string>();

/** Remembers that a stream is all of one file. */
export const bodyOfFile = (body: Readable, path: string): void => {
  files.set(body, path);
};

/**
 * Puts the bytes of a body that has not been read at `target`, by a hard link that nobody may write to. Where the file
 * system has no links it is copied. The body is closed.
 *
 * @returns false when the body is not exactly one file, and is left as it was.
 */
export const linkBody = async (body: Readable, target: string): Promise<boolean> => {
  const path = files.get(body);
  if (path === undefined) return false;
  try {
    await chmod(path, READ_ONLY);
    await link(path, target).catch(async (error: unknown) => {
      if (!NO_LINKS.includes(String((error as NodeJS.ErrnoException).code))) throw error;
      await copyFile(path, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    });
  } finally {
    body.destroy();
  }
  return true;
};
