/** Brings a channel's objects from S3 into the job's folder before it starts (File mode). */
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Channel } from '@aws-sdk/client-sagemaker';
import type { GetObjectCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { EffectContext } from '../../../engine/engine.ts';
import type { Principal } from '../../../service.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { clientError } from '../client-error.ts';
import { parseS3Uri } from '../s3-uri.ts';

export interface RoleCaller {
  readonly principal: Principal;
  readonly region: string;
}

/** What a file system says when names clash: an object `a` beside an object `a/b`, or a key that no file can have. */
const CLASHES = ['EEXIST', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

const downloadFailed = (why: string): AwsError => clientError(`Data download failed: ${why}`);

/** @throws AwsError ClientError when nothing is there, or an object cannot be a file in the folder */
export const downloadChannel = async (
  { plane, aborted }: EffectContext,
  caller: RoleCaller,
  channel: Channel,
  folder: string,
  roleArn: string,
): Promise<void> => {
  const uri = channel.DataSource!.S3DataSource!.S3Uri!;
  const { bucket, key: prefix } = parseS3Uri(uri);
  await mkdir(folder, { recursive: true });
  let found = 0;
  let token: string | undefined;
  do {
    const page = await plane
      .call<ListObjectsV2CommandOutput>(
        's3',
        'ListObjectsV2',
        { Bucket: bucket, Prefix: prefix, ContinuationToken: token },
        caller,
      )
      .catch(refused);
    for (const { Key: key } of page.Contents ?? []) {
      aborted.throwIfAborted();
      if (key!.endsWith('/')) continue; // a folder marker
      found += 1;
      const file = fileOf(folder, prefix, key!);
      const { Body } = await plane
        .call<GetObjectCommandOutput>('s3', 'GetObject', { Bucket: bucket, Key: key }, caller)
        .catch(refused);
      await save(Body as Readable | Buffer, file, aborted).catch((error: unknown) => {
        const { code } = error as NodeJS.ErrnoException;
        if (!CLASHES.includes(String(code))) throw error;
        throw downloadFailed(`the key ${JSON.stringify(key)} cannot be a file of its channel (${code}).`);
      });
    }
    token = page.NextContinuationToken;
  } while (token);
  if (found === 0) {
    throw downloadFailed(
      `No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected region (${caller.region}), that objects exist under that S3 prefix, and that the role "${roleArn}" has "s3:ListBucket" permissions on bucket "${bucket}".`,
    );
  }
};

/** Where an object lands: what follows the prefix's last folder, and never outside of `folder`. */
const fileOf = (folder: string, prefix: string, key: string): string => {
  const base =
    prefix.endsWith('/') || key.startsWith(`${prefix}/`)
      ? prefix.replace(/\/?$/, '/')
      : prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const relative = key.startsWith(base) ? key.slice(base.length) : key;
  const file = join(folder, relative);
  if (!file.startsWith(folder + sep))
    throw downloadFailed(`the key ${JSON.stringify(key)} leaves the folder of its channel.`);
  return file;
};

const refused = (error: unknown): never => {
  throw error instanceof AwsError ? downloadFailed(error.message) : error;
};

const save = async (body: Readable | Buffer, file: string, signal: AbortSignal): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  if (body instanceof Readable) await pipeline(body, createWriteStream(file), { signal });
  else await writeFile(file, body);
};
