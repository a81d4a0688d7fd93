/** A client's process: copies a file plainly, puts it into a bucket and gets it back by the SDK, each to the disk. */
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { REGION, type Key } from '../load/requests.ts';
import { optionsOf, serveParent } from '../process/serve-parent.ts';

export type Transfer = 'copy' | 'put' | 'get';

const { endpoint, key, file } = optionsOf<{ endpoint: string; key: Key; file: string }>();
const s3 = new S3Client({ endpoint, region: REGION, credentials: key });
const place = { Bucket: 'bench', Key: 'large' };
await s3.send(new CreateBucketCommand({ Bucket: place.Bucket }));
const { size } = await stat(file);

/** Every transfer writes a new file or object, and all stay: a disk may take blocks that were just freed far faster than others. */
let transfer = 0;

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r+');
  await handle.sync();
  await handle.close();
};

const transfers: Record<Transfer, () => Promise<void>> = {
  copy: async () => {
    const target = `${file}.${(transfer += 1)}`;
    await copyFile(file, target);
    await sync(target);
  },
  put: async () => {
    place.Key = `large-${(transfer += 1)}`;
    await s3.send(new PutObjectCommand({ ...place, Body: createReadStream(file), ContentLength: size }));
  },
  get: async () => {
    const target = `${file}.${(transfer += 1)}`;
    const { Body } = await s3.send(new GetObjectCommand(place));
    await pipeline(Body as Readable, createWriteStream(target, { highWaterMark: 1024 * 1024 }));
    await sync(target);
  },
};

/** MB (10^6 bytes) per second. */
const run = async ({ name }: { name: Transfer }): Promise<number> => {
  const startedAt = performance.now();
  await transfers[name]();
  return size / 1e3 / (performance.now() - startedAt);
};

serveParent({ ready: {}, answer: run });
