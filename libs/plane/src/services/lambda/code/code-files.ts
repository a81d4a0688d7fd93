/** Packages and their unpacked content on disk, named by the package's SHA-256: written by temp, fsync and rename. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../../jobs/container-folder.ts';
import { removeTree } from '../../../jobs/remove-tree.ts';
import { unpackZip } from './unpack-zip.ts';

const packagesFolder = (dir: string): string => join(dir, 'lambda', 'packages');
const packageFile = (dir: string, code: string): string => join(packagesFolder(dir), `${code}.zip`);

/** Where the unpacked code lies, once {@link unpackCode} has resolved. */
export const codeFolder = (dir: string, code: string): string => join(dir, 'lambda', 'code', code);

/** SHA-256 in hex. */
export const codeOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** As Lambda shows it. */
export const codeSha256 = (code: string): string => Buffer.from(code, 'hex').toString('base64');

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Resolves with the package's hash when it is on disk. */
export const storePackage = async (dir: string, bytes: Uint8Array): Promise<string> => {
  const code = codeOf(bytes);
  const file = packageFile(dir, code);
  await mkdir(packagesFolder(dir), { recursive: true });
  const whole = `${file}.${randomUUID()}`;
  const handle = await open(whole, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(whole, file);
  await syncFolder(packagesFolder(dir));
  return code;
};

export const readPackage = (dir: string, code: string): Promise<Buffer> => readFile(packageFile(dir, code));

/** Unpacks a package once; several may try at a time. */
export const unpackCode = async (dir: string, code: string): Promise<void> => {
  const folder = codeFolder(dir, code);
  if (await exists(folder)) return;
  const whole = `${folder}.${randomUUID()}`;
  await mkdir(whole, { recursive: true });
  await unpackZip(packageFile(dir, code), whole);
  await rename(whole, folder).catch(async (error: unknown) => {
    await removeTree(whole);
    if (!(await exists(folder))) throw error;
  });
};

/** Removes what `isUsed` does not name: what a crash or a deletion left. At once, before anybody stores anything. */
export const sweepCode = (dir: string, isUsed: (code: string) => boolean): void => {
  for (const folder of [packagesFolder(dir), join(dir, 'lambda', 'code')]) {
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      const [code, ...rest] = name.split('.');
      if (isUsed(code!) && ['', 'zip'].includes(rest.join('.'))) continue;
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
};
