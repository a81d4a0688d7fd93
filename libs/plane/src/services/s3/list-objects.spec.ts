import {
  CreateBucketCommand,
  ListObjectsCommand,
  PutObjectCommand,
  type ListObjectsCommandInput,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'list-objects';

describe('ListObjects', () => {
  const plane = withPlane({ services: [s3] });
  const list = (input: Partial<ListObjectsCommandInput> = {}) =>
    plane.clients().s3.send(new ListObjectsCommand({ Bucket, ...input }));

  beforeAll(async () => {
    const { s3: client } = plane.clients();
    await client.send(new CreateBucketCommand({ Bucket }));
    for (const Key of ['a', 'b/1', 'b/2', 'c/1', 'd', 'ü'])
      await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  });

  plane.executes('s3:ListObjects', { seenBy: 's3:PutObject' }, async (running) => {
    const { s3: client } = running.clients();
    const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key: 'zz', Body: 'seen' }));
    const { Contents } = await client.send(new ListObjectsCommand({ Bucket, Prefix: 'zz' }));
    expect(Contents).toMatchObject([{ Key: 'zz', Size: 4, ETag, Owner: { ID: expect.any(String) as string } }]);
  });

  it('goes on behind the last key, without a delimiter', async () => {
    const first = await list({ MaxKeys: 2 });
    expect(first).toMatchObject({ IsTruncated: true, Marker: '' });
    expect(first.NextMarker).toBeUndefined();
    const second = await list({ Marker: first.Contents!.at(-1)!.Key });
    expect(second.Contents?.map(({ Key }) => Key).slice(0, 2)).toEqual(['b/2', 'c/1']);
  });

  it.each([1, 2, 3])('rolls keys up in pages of %d', async (MaxKeys) => {
    const shown: string[] = [];
    for (let Marker: string | undefined = ''; Marker !== undefined;) {
      const page = await list({ MaxKeys, Delimiter: '/', Marker, Prefix: '' });
      const keys = (page.Contents ?? []).map(({ Key }) => Key!);
      shown.push(...keys, ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!));
      Marker = page.IsTruncated ? page.NextMarker : undefined;
    }
    expect(shown.sort()).toEqual(['a', 'b/', 'c/', 'd', 'zz', 'ü'].sort());
  });

  it('refuses a size that is none, and a bucket that is not there', async () => {
    await expect(list({ MaxKeys: -1 })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(list({ Bucket: 'nowhere' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});
