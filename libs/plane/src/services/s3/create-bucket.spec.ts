import { CreateBucketCommand, GetBucketLocationCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

describe('CreateBucket', () => {
  const plane = withPlane({ services: [s3] });
  const create = (Bucket: string, account = 0, region?: string, rest: object = {}) =>
    plane.clients(account, region).s3.send(new CreateBucketCommand({ Bucket, ...rest }));

  describe('serialization', () => {
    it('answers with the location', async () => {
      expect(await create('located')).toMatchObject({ Location: '/located', BucketArn: 'arn:aws:s3:::located' });
    });
  });

  describe('validation', () => {
    it.each(['ab', 'UPPER', 'under_score', '10.0.0.1', 'two..dots', 'xn--name', '-begins', 'x'.repeat(64)])(
      'refuses the name %s',
      async (name) => {
        await expect(create(name)).rejects.toMatchObject({
          name: 'InvalidBucketName',
          message: 'The specified bucket is not valid.',
          $metadata: { httpStatusCode: 400 },
        });
      },
    );

    it('wants the location constraint of the region that signed', async () => {
      await expect(
        create('elsewhere', 0, 'eu-west-1', { CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
      ).rejects.toMatchObject({ name: 'IllegalLocationConstraintException' });
      await expect(
        create('elsewhere', 0, 'us-east-1', { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
      ).rejects.toMatchObject({ name: 'IllegalLocationConstraintException' });
    });

    it('refuses by name what it does not do', async () => {
      await expect(create('locked', 0, undefined, { ObjectLockEnabledForBucket: true })).rejects.toMatchObject({
        name: 'NotImplemented',
        Header: 'x-amz-bucket-object-lock-enabled',
        $metadata: { httpStatusCode: 501 },
      });
      await expect(create('public', 0, undefined, { ACL: 'public-read' })).rejects.toMatchObject({
        name: 'InvalidBucketAclWithObjectOwnership',
      });
    });
  });

  describe('behaviour', () => {
    plane.executes('s3:CreateBucket', { seenBy: 's3:HeadBucket' }, async (running) => {
      const client = running.clients().s3;
      await client.send(new CreateBucketCommand({ Bucket: 'seen' }));
      expect(await client.send(new HeadBucketCommand({ Bucket: 'seen' }))).toMatchObject({ BucketRegion: 'us-east-1' });
    });

    it('answers 200 to its owner in us-east-1, and 409 in any other region', async () => {
      await create('again');
      expect((await create('again')).$metadata.httpStatusCode).toBe(200);
      const europe = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } };
      await create('europe', 0, 'eu-west-1', europe);
      await expect(create('europe', 0, 'eu-west-1', europe)).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
    });

    it('shares the names with every account', async () => {
      await create('taken');
      await expect(create('taken', 1)).rejects.toMatchObject({
        name: 'BucketAlreadyExists',
        $metadata: { httpStatusCode: 409 },
      });
    });

    it('keeps the bucket to its account and its region', async () => {
      await create('mine', 0, 'eu-west-1', { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });
      const location = (account: number, region: string) =>
        plane.clients(account, region).s3.send(new GetBucketLocationCommand({ Bucket: 'mine' }));
      await expect(location(1, 'eu-west-1')).rejects.toMatchObject({
        name: 'AccessDenied',
        $metadata: { httpStatusCode: 403 },
      });
      expect((await location(0, 'us-east-1')).LocationConstraint).toBe('eu-west-1');
    });
  });
});
