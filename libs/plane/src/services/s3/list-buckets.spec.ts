import { CreateBucketCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

describe('ListBuckets', () => {
  const plane = withPlane({ services: [s3] });

  plane.executes('s3:ListBuckets', { seenBy: 's3:CreateBucket' }, async (running) => {
    for (const Bucket of ['log-b', 'log-a', 'data'])
      await running.clients().s3.send(new CreateBucketCommand({ Bucket }));
    await running.clients(1).s3.send(new CreateBucketCommand({ Bucket: 'theirs' }));
    const { Buckets, Owner } = await running.clients().s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['data', 'log-a', 'log-b']);
    expect(Buckets?.[0]?.CreationDate).toBeInstanceOf(Date);
    expect(Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
    const theirs = await running.clients(1).s3.send(new ListBucketsCommand({}));
    expect(theirs.Buckets?.map(({ Name }) => Name)).toEqual(['theirs']);
    expect(theirs.Owner?.ID).not.toBe(Owner?.ID);
  });

  it('pages and filters', async () => {
    const { s3: client } = plane.clients();
    const first = await client.send(new ListBucketsCommand({ MaxBuckets: 1, Prefix: 'log-' }));
    expect(first).toMatchObject({ Buckets: [{ Name: 'log-a', BucketRegion: 'us-east-1' }], Prefix: 'log-' });
    const next = { MaxBuckets: 1, Prefix: 'log-', ContinuationToken: first.ContinuationToken };
    const second = await client.send(new ListBucketsCommand(next));
    expect(second.Buckets?.map(({ Name }) => Name)).toEqual(['log-b']);
    expect(second.ContinuationToken).toBeUndefined();
    expect((await client.send(new ListBucketsCommand({ BucketRegion: 'eu-west-1' }))).Buckets ?? []).toEqual([]);
  });
});
