import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'delete-object';

describe('DeleteObject', () => {
  const plane = withPlane({ services: [s3] });
  beforeAll(async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket }));
  });

  plane.executes('s3:DeleteObject', { seenBy: 's3:PutObject' }, async (running) => {
    const { s3: client } = running.clients();
    await client.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'x' }));
    const { $metadata } = await client.send(new DeleteObjectCommand({ Bucket, Key: 'key' }));
    expect($metadata.httpStatusCode).toBe(204);
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'key' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });

  it('succeeds for a key that has no object', async () => {
    const { $metadata } = await plane.clients().s3.send(new DeleteObjectCommand({ Bucket, Key: 'absent' }));
    expect($metadata.httpStatusCode).toBe(204);
  });

  it('deletes only the object that was meant', async () => {
    const { s3: client } = plane.clients();
    const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key: 'meant', Body: 'x' }));
    const remove = (Key: string, IfMatch?: string) => client.send(new DeleteObjectCommand({ Bucket, Key, IfMatch }));
    await expect(remove('meant', '"other"')).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(remove('absent', '*')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await remove('meant', ETag);
  });

  it("refuses another account's bucket, and what is no version id", async () => {
    const remove = (account: number, VersionId?: string) =>
      plane.clients(account).s3.send(new DeleteObjectCommand({ Bucket, Key: 'x', VersionId }));
    await expect(remove(1)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(remove(0, 'v1')).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});
