import {
  CreateBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  PutBucketTaggingCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'bucket-tags';

describe('PutBucketTagging', () => {
  const plane = withPlane({ services: [s3] });
  const TagSet = [
    { Key: 'team', Value: 'ml' },
    { Key: 'cost', Value: '' },
  ];

  beforeAll(async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket }));
  });

  it('refuses more than 50, and tags that are none', async () => {
    const put = (tags: { Key: string; Value: string }[]) =>
      plane.clients().s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tags } }));
    const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    await expect(put(many)).rejects.toMatchObject({ name: 'BadRequest' });
    await expect(put([{ Key: 'aws:x', Value: '' }])).rejects.toMatchObject({ name: 'InvalidTag' });
    await put(many.slice(1));
  });

  plane.executes('s3:PutBucketTagging', { seenBy: 's3:GetBucketTagging' }, async (running) => {
    const { s3: client } = running.clients();
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
  });

  plane.executes('s3:GetBucketTagging', { seenBy: 's3:CreateBucket' }, async (running) => {
    const { s3: client } = running.clients();
    const made = { Bucket: 'born-tagged', CreateBucketConfiguration: { Tags: TagSet } };
    await client.send(new CreateBucketCommand(made));
    expect((await client.send(new GetBucketTaggingCommand({ Bucket: 'born-tagged' }))).TagSet).toEqual(TagSet);
  });

  plane.executes('s3:DeleteBucketTagging', { seenBy: 's3:PutBucketTagging' }, async (running) => {
    const { s3: client } = running.clients();
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    await client.send(new DeleteBucketTaggingCommand({ Bucket }));
    await expect(client.send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchTagSet',
      $metadata: { httpStatusCode: 404 },
    });
  });
});
