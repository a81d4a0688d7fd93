/** Brings a model's `model.tar.gz` from S3 and unpacks it; nothing in it may lead out of its folder. */
import { createWriteStream } from 'node:fs';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { dirname, posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { extract, type ReadEntry } from 'tar';
import type { PlaneServices } from '../../../service.ts';
import { clientError } from '../client-error.ts';
import { parseS3Uri } from '../s3-uri.ts';
import type { RoleCaller } from '../job-principal.ts';

const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * @param file where the archive lies while it is unpacked
 * @throws AwsError ClientError when it cannot be read, is no gzip-compressed tar, or names a place outside of `folder`
 */
export const unpackModel = async (
  plane: PlaneServices,
  caller: RoleCaller,
  uri: string,
  file: string,
  folder: string,
): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await mkdir(folder, { recursive: true });
  await download(plane, caller, uri, file);
  try {
    await unpackArchive(file, folder);
  } catch (error) {
    const why = error instanceof UnsafeArchive ? ` ${error.message}` : '';
    throw clientError(
      `Failed to extract model data archive from URL "${uri}". Please ensure that the object located at the URL is a valid tar.gz archive.${why}`,
    );
  }
  await rm(file);
};

const download = async (plane: PlaneServices, caller: RoleCaller, uri: string, file: string): Promise<void> => {
  const { bucket, key } = parseS3Uri(uri);
  try {
    const { Body: body } = await plane.call<GetObjectCommandOutput>(
      's3',
      'GetObject',
      { Bucket: bucket, Key: key },
      caller,
    );
    if (body instanceof Readable) await pipeline(body, createWriteStream(file));
    else await writeFile(file, body as unknown as Uint8Array);
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === undefined) throw error;
    throw clientError(
      `Failed to download model data for container "container_1" from URL: "${uri}". Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the object.`,
    );
  }
};

class UnsafeArchive extends Error {}

/** @throws Error when it is no archive, UnsafeArchive when something in it would lie, or lead, outside of `folder` */
export const unpackArchive = async (file: string, folder: string): Promise<void> => {
  await checkGzip(file);
  let fault: Error | undefined;
  await extract({
    file,
    cwd: folder,
    preserveOwner: false,
    filter: (path, entry) => {
      const unsafe = unsafety(path, entry as ReadEntry);
      if (unsafe) fault ??= new UnsafeArchive(`The archive's entry ${JSON.stringify(path)} ${unsafe}.`);
      return fault === undefined;
    },
    onwarn: (code, message) => {
      if (code !== 'TAR_ENTRY_INFO') fault ??= new Error(message);
    },
  });
  if (fault) throw fault;
};

/** Why an entry must not be unpacked; undefined when it may. */
const unsafety = (path: string, { type, linkpath }: ReadEntry): string | undefined => {
  if (leaves(path)) return 'lies outside of the archive';
  if (type === 'Link' && leaves(linkpath ?? '')) return 'is a link to a place outside of the archive';
  if (
    type === 'SymbolicLink' &&
    (posix.isAbsolute(linkpath ?? '') || leaves(posix.join(posix.dirname(path), linkpath ?? '')))
  ) {
    return 'is a link to a place outside of the archive';
  }
  return undefined;
};

const leaves = (path: string): boolean => posix.isAbsolute(path) || posix.normalize(path).split('/')[0] === '..';

const checkGzip = async (file: string): Promise<void> => {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    if (bytesRead < 2 || !buffer.equals(GZIP)) throw new Error('the file is not compressed by gzip');
  } finally {
    await handle.close();
  }
};
