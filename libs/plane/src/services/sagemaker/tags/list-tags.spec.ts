import { ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createGroup, createVersion, withPlane } from '../../../testing/index.ts';

describe('ListTags', () => {
  const plane = withPlane();
  const list = async (ResourceArn: string) =>
    (await plane.clients().sagemaker.send(new ListTagsCommand({ ResourceArn }))).Tags;

  plane.executes(
    'sagemaker:ListTags',
    { seenBy: 'sagemaker:CreateModelPackageGroup', title: 'answers an empty list for a resource without tags' },
    async () => {
      expect(await list(await createGroup(plane.clients(), 'movies'))).toEqual([]);
      expect(await list(await createVersion(plane.clients(), 'movies'))).toEqual([]);
    },
  );

  it('refuses a resource that does not exist and an ARN of another service', async () => {
    await expect(list('arn:aws:sagemaker:us-east-1:111111111111:model/nobody')).rejects.toThrow('Could not find');
    await expect(list('arn:aws:s3:::bucket')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("at 'resourceArn' failed to satisfy constraint") as string,
    });
  });
});
