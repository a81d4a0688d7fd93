import { CreateBucketCommand, DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'delete-objects';

describe('DeleteObjects', () => {
  const plane = withPlane({ services: [s3] });
  const remove = (keys: readonly string[], Quiet?: boolean) =>
    plane
      .clients()
      .s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet } }));

  beforeAll(async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket }));
  });

  it('refuses none and more than 1000', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => `key-${index}`);
    await expect(remove(many)).rejects.toMatchObject({ name: 'MalformedXML', $metadata: { httpStatusCode: 400 } });
    await expect(remove([])).rejects.toMatchObject({ name: 'MalformedXML' });
    expect((await remove(many.slice(1))).Deleted).toHaveLength(1000);
  });

  plane.executes('s3:DeleteObjects', { seenBy: 's3:ListObjectsV2' }, async (running) => {
    const { s3: client } = running.clients();
    for (const Key of ['a', 'b <&> ü', 'c']) await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    expect((await remove(['a', 'b <&> ü', 'absent'])).Deleted?.map(({ Key }) => Key)).toEqual([
      'a',
      'b <&> ü',
      'absent',
    ]);
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['c']);
    expect((await remove(['c'], true)).Deleted).toBeUndefined();
  });

  it('tells the outcome of each', async () => {
    const { s3: client } = plane.clients();
    await client.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'x' }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'x' }));
    const { Deleted, Errors } = await client.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: {
          Objects: [{ Key: 'kept', ETag: '"other"' }, { Key: 'gone' }, { Key: 'versioned', VersionId: 'v1' }],
        },
      }),
    );
    expect(Deleted).toEqual([{ Key: 'gone' }]);
    expect(Errors).toMatchObject([
      { Key: 'kept', Code: 'PreconditionFailed' },
      { Key: 'versioned', VersionId: 'v1', Code: 'InvalidArgument' },
    ]);
  });
});
