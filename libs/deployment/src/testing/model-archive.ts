/** A `model.tar.gz` of text files, for specs. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';

export const modelArchive = async (files: Readonly<Record<string, string>>): Promise<Buffer> => {
  const folder = await mkdtemp(join(tmpdir(), 'gradus-model-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    await create({ gzip: true, cwd: folder, file: join(folder, 'model.tar.gz') }, Object.keys(files));
    return await readFile(join(folder, 'model.tar.gz'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
