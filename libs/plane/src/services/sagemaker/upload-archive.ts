/** Uploads a folder of a job as one `.tar.gz`: the same bytes for the same files. */
import { createReadStream } from 'node:fs';
import { lstat, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { create } from 'tar';
import type { EffectContext } from '../../engine/engine.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { clientError } from './client-error.ts';
import { parseS3Uri } from './s3-uri.ts';
import type { RoleCaller } from './job-principal.ts';

/**
 * A file of several names is stored under each of them: the archiver loses its way among links of empty files, and then
 * throws where nobody catches it.
 */
class NoLinks extends Map<`${number}:${number}`, string> {
  override get(): string {
    return 'nowhere';
  }
}

/**
 * @param temporary a folder for the archive while it is made
 * @param options.evenEmpty uploads an empty archive too; otherwise an empty folder leaves nothing in S3
 * @throws AwsError ClientError when S3 refuses the archive
 */
export const uploadArchive = async (
  { plane }: EffectContext,
  caller: RoleCaller,
  folder: string,
  temporary: string,
  uri: string,
  options: { evenEmpty?: boolean } = {},
): Promise<void> => {
  await checkFolder(folder);
  const entries = await entriesBelow(folder);
  if (entries.length === 0 && !options.evenEmpty) return;
  await mkdir(temporary, { recursive: true });
  const archive = join(temporary, 'archive.tar.gz');
  await create(
    {
      file: archive,
      cwd: folder,
      gzip: true,
      portable: true,
      mtime: new Date(0),
      noDirRecurse: true,
      linkCache: new NoLinks(),
    },
    entries.length === 0 ? ['.'] : entries,
  );
  const { bucket, key } = parseS3Uri(uri);
  const { size } = await stat(archive);
  const body = createReadStream(archive);
  const put = { Bucket: bucket, Key: key, Body: body, ContentLength: size, ContentType: 'application/gzip' };
  try {
    await plane.call('s3', 'PutObject', put, caller);
  } catch (error) {
    throw error instanceof AwsError ? clientError(`Artifact upload failed: ${error.message}`) : error;
  } finally {
    body.destroy();
  }
  await rm(archive);
};

/** A job may have removed its folder, or have put a link in its place: that would lead to this machine's own files. */
const checkFolder = async (folder: string): Promise<void> => {
  const found = await lstat(folder).catch(() => undefined);
  if (!found) await mkdir(folder, { recursive: true });
  else if (!found.isDirectory()) throw clientError(`Artifact upload failed: ${basename(folder)} is not a folder.`);
};

/** Every path below a folder, in the order of names: what a folder lists first depends on its file system. */
const entriesBelow = async (folder: string, below = ''): Promise<string[]> => {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const names = entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  const paths: string[] = [];
  for (const entry of names) {
    // The archiver takes a name that begins with @ for another archive.
    const path = below === '' ? entry.name.replace(/^@/, './@') : `${below}/${entry.name}`;
    paths.push(path);
    if (entry.isDirectory()) paths.push(...(await entriesBelow(folder, path)));
  }
  return paths;
};
