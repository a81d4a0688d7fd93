/** Objects that publishing puts and reads: content-addressed where they can be, so that a repeat uploads nothing. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { FolderContent } from './data-channel.ts';

export const s3Uri = (bucket: string, key: string): string => `s3://${bucket}/${key}`;

/** `s3://bucket/key` as its parts. */
export const parseS3Uri = (uri: string): { bucket: string; key: string } => {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) as unknown as [string, string, string];
  return { bucket, key };
};

/** Makes the environment's bucket when it is not there. */
export async function ensureBucket(s3: S3Client, bucket: string): Promise<void> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== 404) throw error;
    await s3.send(new CreateBucketCommand({ Bucket: bucket })).catch((refusal: unknown) => {
      if ((refusal as Error).name !== 'BucketAlreadyOwnedByYou') throw refusal; // another publish was faster
    });
  }
}

export async function exists(s3: S3Client, bucket: string, key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404) return false;
    throw error;
  }
}

export async function putJson(s3: S3Client, bucket: string, key: string, value: unknown): Promise<string> {
  return putBytes(s3, bucket, key, Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`), 'application/json');
}

export async function putBytes(
  s3: S3Client,
  bucket: string,
  key: string,
  body: Buffer,
  contentType: string,
): Promise<string> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }));
  return s3Uri(bucket, key);
}

export async function getBytes(s3: S3Client, uri: string): Promise<Buffer> {
  const { bucket, key } = parseS3Uri(uri);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from(await Body!.transformToByteArray());
}

export const getJson = async <T>(s3: S3Client, uri: string): Promise<T> =>
  JSON.parse((await getBytes(s3, uri)).toString('utf8')) as T;

/**
 * Puts the files of a folder under `prefix`, which names their content: what is there already is left alone. The marker beside them is
 * written last, so that an upload which was cut off is done again.
 *
 * @returns the S3 prefix of the files
 */
export async function putFolder(
  s3: S3Client,
  bucket: string,
  prefix: string,
  folder: string,
  content: FolderContent,
  onFile: (path: string) => void,
): Promise<string> {
  const marker = `${prefix}.complete`;
  if (!(await exists(s3, bucket, marker))) {
    for (const { path } of content.files) {
      onFile(path);
      await new Upload({
        client: s3,
        params: { Bucket: bucket, Key: `${prefix}/${path}`, Body: createReadStream(join(folder, path)) },
      }).done();
    }
    await putJson(s3, bucket, marker, content);
  }
  return s3Uri(bucket, `${prefix}/`);
}

/** The content of an object as it comes. */
export async function getStream(s3: S3Client, uri: string): Promise<Readable> {
  const { bucket, key } = parseS3Uri(uri);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Body as Readable;
}
