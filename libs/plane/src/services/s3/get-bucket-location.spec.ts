import { CreateBucketCommand, GetBucketLocationCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

describe('GetBucketLocation', () => {
  const plane = withPlane({ services: [s3] });

  plane.executes('s3:GetBucketLocation', { seenBy: 's3:CreateBucket' }, async (running) => {
    await running.clients().s3.send(new CreateBucketCommand({ Bucket: 'first-region' }));
    await running.clients(0, 'eu-central-1').s3.send(
      new CreateBucketCommand({
        Bucket: 'other-region',
        CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
      }),
    );
    const location = async (Bucket: string) =>
      (await running.clients().s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint;
    expect(await location('other-region')).toBe('eu-central-1');
    expect(await location('first-region')).toBeUndefined();
  });

  it('refuses a bucket that is not there', async () => {
    await expect(plane.clients().s3.send(new GetBucketLocationCommand({ Bucket: 'nowhere' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
      BucketName: 'nowhere',
      $metadata: { httpStatusCode: 404 },
    });
  });
});
