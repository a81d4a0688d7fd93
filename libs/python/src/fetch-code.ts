/** Brings the code of a job or an endpoint into its container: `sourcedir.tar.gz` of S3, unpacked, or a folder that is there. */
import { cp, mkdir, stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errors } from './errors.ts';

/** With the SDK's pauses about 20 s: a plane that is started again meanwhile is not noticed. */
const ATTEMPTS = 9;
const ALLOWED = ['s3://<bucket>/<key>.tar.gz', '/<folder>'];

/** Unpacks an archive into `folder`. Only files and folders: an archive must not reach outside, not even by a link. */
export const unpack = async (archive: Readable, folder: string): Promise<void> => {
  const { Unpack } = await import('tar');
  await mkdir(folder, { recursive: true });
  let refused: string | undefined;
  const target = new Unpack({
    cwd: folder,
    strict: true,
    filter: (path, entry) => {
      const type = 'type' in entry ? entry.type : 'File';
      if (['File', 'OldFile', 'ContiguousFile', 'Directory'].includes(type)) return true;
      refused ??= `${path} is a ${type}; only files and folders can be unpacked`;
      return false;
    },
  });
  await pipeline(archive, target);
  if (refused !== undefined) throw new Error(refused);
};

/**
 * Fetches and unpacks the archive at `uri`, with the credentials and the endpoint that the environment names; copies a folder that the
 * container has, e.g. of a channel.
 * @throws GradusError CODE_INVALID
 */
export const fetchCode = async (uri: string, folder: string): Promise<void> => {
  if (isAbsolute(uri) && (await stat(uri).catch(() => undefined))?.isDirectory()) {
    if (resolve(uri) !== resolve(folder)) await cp(uri, folder, { recursive: true });
    return;
  }
  const place = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri);
  if (!place) {
    throw errors.make('CODE_INVALID', 'sagemaker_submit_directory is no object of S3, nor a folder', {
      got: uri,
      allowed: ALLOWED,
    });
  }
  // The SDK's advice about the version of Node is no news for whoever reads the log of a job.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client({ maxAttempts: ATTEMPTS });
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: place[1], Key: place[2] }));
    await unpack(Body as Readable, folder);
  } catch (cause) {
    throw errors.make('CODE_INVALID', `The code of the job cannot be fetched: ${(cause as Error).message}`, {
      got: uri,
      remedy: 'Check that the object exists, that the role may read it, and that it is a .tar.gz of files and folders.',
      cause,
    });
  } finally {
    client.destroy();
  }
};
