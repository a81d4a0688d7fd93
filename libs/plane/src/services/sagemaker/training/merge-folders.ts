/** Lays the trees of several hosts over each other, without reading a byte of their files. */
import { link, lstat, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { clientError } from '../client-error.ts';

/**
 * Makes `target` anew with the entries of all `folders`. Where two hosts have a file of the same name the later host's is
 * kept.
 * @throws AwsError ClientError when one host has a folder where another has a file
 */
export const mergeFolders = async (folders: readonly string[], target: string): Promise<void> => {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const folder of folders) {
    // A program may have put a link in its folder's place: that would lead to this machine's own files.
    if ((await lstat(folder).catch(() => undefined))?.isDirectory()) await merge(folder, target);
  }
};

const merge = async (from: string, to: string): Promise<void> => {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    const there = await lstat(target).catch(() => undefined);
    if (there && there.isDirectory() !== entry.isDirectory()) {
      throw clientError(`Artifact upload failed: ${entry.name} is a file of one host and a folder of another.`);
    }
    if (entry.isDirectory()) {
      await mkdir(target, { recursive: true });
      await merge(source, target);
      continue;
    }
    if (there) await rm(target);
    if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else if (entry.isFile()) await link(source, target);
  }
};
