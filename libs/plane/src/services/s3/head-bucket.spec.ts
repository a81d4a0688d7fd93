import { CreateBucketCommand, HeadBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

describe('HeadBucket', () => {
  const plane = withPlane({ services: [s3] });

  plane.executes('s3:HeadBucket', { seenBy: 's3:CreateBucket' }, async (running) => {
    const client = running.clients().s3;
    await expect(client.send(new HeadBucketCommand({ Bucket: 'headed' }))).rejects.toMatchObject({ name: 'NotFound' });
    await client.send(new CreateBucketCommand({ Bucket: 'headed' }));
    expect(await client.send(new HeadBucketCommand({ Bucket: 'headed' }))).toMatchObject({
      BucketArn: 'arn:aws:s3:::headed',
      BucketRegion: 'us-east-1',
    });
  });

  it("answers 403 for another account's bucket and for an unexpected owner", async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: 'private' }));
    const head = (account: number, owner?: string) =>
      plane.clients(account).s3.send(new HeadBucketCommand({ Bucket: 'private', ExpectedBucketOwner: owner }));
    await expect(head(1)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    await expect(head(0, '222222222222')).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    expect((await head(0, '111111111111')).BucketRegion).toBe('us-east-1');
  });

  it('names the region to a caller that signed for another', async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: 'regional' }));
    await expect(
      plane.clients(0, 'eu-west-1').s3.send(new ListObjectsV2Command({ Bucket: 'regional' })),
    ).rejects.toMatchObject({
      name: 'AuthorizationHeaderMalformed',
      message: "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
      Region: 'us-east-1',
    });
    await expect(
      plane.clients(0, 'eu-west-1').s3.send(new HeadBucketCommand({ Bucket: 'regional' })),
    ).rejects.toMatchObject({ $response: { headers: { 'x-amz-bucket-region': 'us-east-1' } } });
  });
});
