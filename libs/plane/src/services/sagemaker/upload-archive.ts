/** Uploads a folder of a job as one `.tar.gz`: the same bytes for the same files. */
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'tar';
import type { EffectContext } from '../../engine/engine.ts';
import { parseS3Uri } from './s3-uri.ts';
import type { RoleCaller } from './training-channel.ts';

/**
 * @param temporary a folder for the archive while it is made
 * @param options.evenEmpty uploads an empty archive too; otherwise an empty folder leaves nothing in S3
 */
export const uploadArchive = async (
  { plane }: EffectContext,
  caller: RoleCaller,
  folder: string,
  temporary: string,
  uri: string,
  options: { evenEmpty?: boolean } = {},
): Promise<void> => {
  const entries = (await readdir(folder)).sort();
  if (entries.length === 0 && !options.evenEmpty) return;
  await mkdir(temporary, { recursive: true });
  const archive = join(temporary, 'archive.tar.gz');
  await create(
    { file: archive, cwd: folder, gzip: true, portable: true, noMtime: true, mtime: new Date(0) },
    entries.length === 0 ? ['.'] : entries,
  );
  const { bucket, key } = parseS3Uri(uri);
  const { size } = await stat(archive);
  await plane.call(
    's3',
    'PutObject',
    { Bucket: bucket, Key: key, Body: createReadStream(archive), ContentLength: size, ContentType: 'application/gzip' },
    caller,
  );
  await rm(archive);
};
