/** Removes a folder that a container wrote, also where it took its own right to write away. */
import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const makeWritable = async (folder: string): Promise<void> => {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
  }
};

/** Nothing there is as good. Root needs no rights; anyone else may change those of what is theirs. */
export const removeTree = async (folder: string): Promise<void> => {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    if (!['EACCES', 'EPERM', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await makeWritable(folder);
    await rm(folder, { recursive: true, force: true });
  }
};
