/**
 * Objects of S3 as local files, by content: the name of a file is made of bucket, key and ETag (or version), so that what is
 * there is never stale. Several processes may use one folder: a file appears whole, by rename, or not at all.
 */
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface ObjectVersion {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly size: number;
}

export interface ObjectCache {
  readonly folder: string;
  /** Bytes kept when nobody needs more; what one call needs is kept however large it is. */
  readonly limit: number;
}

export interface Fetched {
  /** Local paths, in the order of the objects. */
  readonly files: readonly string[];
  /** How many came from S3, and their bytes. */
  readonly misses: number;
  readonly bytes: number;
}

const PARALLEL = 16;
/** Files younger than this may be in use by another process. */
const IN_USE_MS = 10 * 60_000;

const nameOf = ({ bucket, key, etag }: ObjectVersion): string =>
  `${createHash('sha256').update(`${bucket}\n${key}\n${etag}`).digest('hex').slice(0, 40)}.parquet`;

/**
 * Makes objects local, from the cache or by GetObject, 16 at a time.
 * @throws whatever S3 answers; `PreconditionFailed` when an object changed after it was listed
 */
export const fetchObjects = async (
  s3: S3Client,
  objects: readonly ObjectVersion[],
  cache: ObjectCache,
): Promise<Fetched> => {
  await mkdir(cache.folder, { recursive: true, mode: 0o700 });
  const files = objects.map((object) => join(cache.folder, nameOf(object)));
  let next = 0;
  let misses = 0;
  let bytes = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < objects.length; index = next++) {
      const object = objects[index]!;
      if (await touch(files[index]!, object.size)) continue;
      await download(s3, object, files[index]!);
      misses += 1;
      bytes += object.size;
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, objects.length) }, work));
  if (misses > 0) await evict(cache, new Set(files));
  return { files, misses, bytes };
};

/** Marks a file as used now; false where it is not there, or not whole. */
const touch = async (file: string, size: number): Promise<boolean> => {
  try {
    if ((await stat(file)).size !== size) return false;
    const now = new Date();
    await utimes(file, now, now);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
};

const download = async (s3: S3Client, { bucket, key, etag }: ObjectVersion, file: string): Promise<void> => {
  const partial = `${file}.${process.pid}-${randomUUID()}.partial`;
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag }));
    await pipeline(Body as Readable, createWriteStream(partial, { mode: 0o600 }));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
};

/** Removes the longest unused files until the rest fits, sparing those in use, and partial ones that nobody finishes. */
const evict = async ({ folder, limit }: ObjectCache, inUse: ReadonlySet<string>): Promise<void> => {
  const found: { file: string; used: number; size: number }[] = [];
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    // Another process may remove it meanwhile.
    const status = await stat(file).catch(() => undefined);
    if (status?.isFile()) found.push({ file, used: status.mtimeMs, size: status.size });
  }
  const idleSince = Date.now() - IN_USE_MS;
  let total = found.reduce((sum, { size }) => sum + size, 0);
  for (const { file, used, size } of found.sort((a, b) => a.used - b.used)) {
    const idle = used < idleSince && !inUse.has(file);
    if (!idle || (total <= limit && !file.endsWith('.partial'))) continue;
    await rm(file, { force: true });
    total -= size;
  }
};
