import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { canMount, smallDisk, type SmallDisk } from '../../testing/small-disk.ts';
import { s3 } from './index.ts';

const Bucket = 'full-disk';

describe.skipIf(!canMount())('a full disk (skipped where no mount namespace is permitted)', () => {
  const faults: string[] = [];
  const plane = withPlane({
    services: [s3],
    log: { info: () => undefined, error: (fields) => faults.push(JSON.stringify(fields)) },
  });
  const client = () => plane.clients().s3;
  let mounted: SmallDisk;
  let disk: string;
  const filesOnDisk = () => readdirSync(disk).flatMap((folder) => readdirSync(join(disk, folder)));
  const text = async (Key: string) =>
    (await client().send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString();
  const refused = { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } };
  const tooLarge = randomBytes(6 * 1024 * 1024);

  beforeAll(async () => {
    mounted = await smallDisk(4);
    disk = mounted.path;
    mkdirSync(join(disk, 'tmp'));
    rmSync(join(plane.dir, 'objects'), { recursive: true });
    symlinkSync(disk, join(plane.dir, 'objects'));
    await client().send(new CreateBucketCommand({ Bucket }));
    await client().send(new PutObjectCommand({ Bucket, Key: 'old', Body: 'the old object' }));
  });
  afterAll(() => mounted.unmount());

  it('refuses the write, keeps the old object whole, and leaves nothing behind', async () => {
    const before = filesOnDisk();
    await expect(client().send(new PutObjectCommand({ Bucket, Key: 'old', Body: tooLarge }))).rejects.toMatchObject(
      refused,
    );
    expect(faults.join()).toContain('ENOSPC');
    expect(await text('old')).toBe('the old object');
    expect(filesOnDisk()).toEqual(before);
  });

  it('refuses a part, and the upload goes on once there is room', async () => {
    const target = { Bucket, Key: 'parts' };
    const { UploadId } = await client().send(new CreateMultipartUploadCommand(target));
    const part = (Body: Uint8Array) =>
      client().send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body }));
    await expect(part(tooLarge)).rejects.toMatchObject(refused);
    const { ETag, ChecksumCRC32 } = await part(Buffer.from('a part that fits'));
    const Parts = [{ PartNumber: 1, ETag, ChecksumCRC32 }];
    await client().send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
    expect(await text('parts')).toBe('a part that fits');
  });

  it('refuses a copy that has to be written', async () => {
    await client().send(new PutObjectCommand({ Bucket, Key: 'half', Body: randomBytes(2.5 * 1024 * 1024) }));
    const copy = (input: object) =>
      client().send(new CopyObjectCommand({ Bucket, Key: 'old', CopySource: `${Bucket}/half`, ...input }));
    await expect(copy({ ChecksumAlgorithm: 'SHA256' })).rejects.toMatchObject(refused);
    expect(await text('old')).toBe('the old object');
  });
});
