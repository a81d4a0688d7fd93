import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { waitFor, withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

describe('DeleteBucket', () => {
  const plane = withPlane({ services: [s3] });

  plane.executes('s3:DeleteBucket', { seenBy: 's3:CreateBucket' }, async (running) => {
    const client = running.clients().s3;
    await client.send(new CreateBucketCommand({ Bucket: 'going' }));
    const { $metadata } = await client.send(new DeleteBucketCommand({ Bucket: 'going' }));
    expect($metadata.httpStatusCode).toBe(204);
    await expect(client.send(new HeadBucketCommand({ Bucket: 'going' }))).rejects.toMatchObject({ name: 'NotFound' });
    await running.clients(1).s3.send(new CreateBucketCommand({ Bucket: 'going' }));
  });

  it('keeps a bucket that is not empty', async () => {
    const client = plane.clients().s3;
    await client.send(new CreateBucketCommand({ Bucket: 'full' }));
    await client.send(new PutObjectCommand({ Bucket: 'full', Key: 'key', Body: 'body' }));
    await expect(client.send(new DeleteBucketCommand({ Bucket: 'full' }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
      message: 'The bucket you tried to delete is not empty',
      $metadata: { httpStatusCode: 409 },
    });
    await client.send(new DeleteObjectCommand({ Bucket: 'full', Key: 'key' }));
    await client.send(new DeleteBucketCommand({ Bucket: 'full' }));
  });

  it('takes open uploads with it', async () => {
    const client = plane.clients().s3;
    await client.send(new CreateBucketCommand({ Bucket: 'uploading' }));
    const target = { Bucket: 'uploading', Key: 'key' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
    await client.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'part' }));
    await client.send(new DeleteBucketCommand({ Bucket: 'uploading' }));
    await waitFor(() => {
      const folders = readdirSync(join(plane.dir, 'objects'));
      return folders.every((folder) => readdirSync(join(plane.dir, 'objects', folder)).length === 0);
    });
  });
});
