/** Uploads a folder of a job as objects, one per file. */
import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { EffectContext } from '../../../engine/engine.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { clientError } from '../client-error.ts';
import type { RoleCaller } from '../job-principal.ts';
import { parseS3Uri } from '../s3-uri.ts';

/**
 * Links are passed over: they could lead to this machine's own files.
 * @param uri the prefix of the objects' keys, up to a slash that it need not have
 * @throws AwsError ClientError when S3 refuses an object
 */
export const uploadFolder = async (
  context: EffectContext,
  caller: RoleCaller,
  folder: string,
  uri: string,
): Promise<void> => {
  const { bucket, key } = parseS3Uri(uri);
  for (const path of await filesBelow(folder)) {
    const handle = await open(join(folder, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { size } = await handle.stat();
      const Body = size === 0 ? Buffer.alloc(0) : handle.createReadStream({ autoClose: false });
      const put = { Bucket: bucket, Key: `${key.replace(/\/*$/, '')}/${path}`, Body, ContentLength: size };
      await context.plane.call('s3', 'PutObject', put, caller);
    } catch (error) {
      throw error instanceof AwsError ? clientError(`Artifact upload failed: ${error.message}`) : error;
    } finally {
      await handle.close();
    }
  }
};

const filesBelow = async (folder: string, below = ''): Promise<string[]> => {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const paths: string[] = [];
  for (const entry of entries) {
    const path = posix.join(below, entry.name);
    if (entry.isDirectory()) paths.push(...(await filesBelow(folder, path)));
    else if (entry.isFile()) paths.push(path);
  }
  return paths.sort();
};
