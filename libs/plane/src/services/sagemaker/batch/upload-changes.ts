/** Uploads the files of a folder that are new or have changed since the last look; symbolic links are not followed. */
import { constants } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { EffectContext } from '../../../engine/engine.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { clientError } from '../client-error.ts';
import type { RoleCaller } from '../job-principal.ts';
import { parseS3Uri } from '../s3-uri.ts';

/** What each file was when it was uploaded, by path. */
export type Uploaded = Map<string, string>;

/**
 * @param uri the prefix of the objects' keys
 * @param uploaded what is there already; takes in what comes to it. An empty one uploads everything.
 * @throws AwsError ClientError when S3 refuses
 */
export const uploadChanges = async (
  context: EffectContext,
  caller: RoleCaller,
  folder: string,
  uri: string,
  uploaded: Uploaded,
): Promise<void> => {
  const { bucket, key } = parseS3Uri(uri);
  const prefix = key === '' ? '' : `${key.replace(/\/+$/, '')}/`;
  for (const path of await filesBelow(folder)) {
    context.aborted.throwIfAborted();
    await withFile(join(folder, path), async (handle) => {
      const { size, mtimeMs, ino } = await handle.stat();
      const state = `${size}/${mtimeMs}/${ino}`;
      if (uploaded.get(path) === state) return;
      if (await put(context, caller, handle, size, { Bucket: bucket, Key: prefix + path })) uploaded.set(path, state);
    });
  }
};

/** False when the file changed meanwhile: the next look takes it. */
const put = async (
  { plane }: EffectContext,
  caller: RoleCaller,
  handle: FileHandle,
  size: number,
  target: { readonly Bucket: string; readonly Key: string },
): Promise<boolean> => {
  const stream = size > 0 ? handle.createReadStream({ autoClose: false, start: 0, end: size - 1 }) : undefined;
  try {
    await plane.call('s3', 'PutObject', { ...target, Body: stream ?? Buffer.alloc(0), ContentLength: size }, caller);
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'IncompleteBody') return false;
    throw clientError(`Failed to upload output: ${error.message}`);
  } finally {
    stream?.destroy();
  }
};

const filesBelow = async (folder: string, below = ''): Promise<string[]> => {
  const paths: string[] = [];
  // A folder may be gone by now.
  for (const entry of await readdir(join(folder, below), { withFileTypes: true }).catch(() => [])) {
    const path = posix.join(below, entry.name);
    if (entry.isDirectory()) paths.push(...(await filesBelow(folder, path)));
    else if (entry.isFile()) paths.push(path);
  }
  return paths.sort();
};

/** Nothing is done with a file that is gone, or has become something else. */
const withFile = async (file: string, use: (handle: FileHandle) => Promise<void>): Promise<void> => {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(file, flags).catch(() => undefined);
  if (!handle) return;
  try {
    if ((await handle.stat()).isFile()) await use(handle);
  } finally {
    await handle.close();
  }
};
