import {
  CreateModelPackageGroupCommand,
  DescribeModelPackageGroupCommand,
  ListTagsCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createGroup, withPlane } from '../../../testing/index.ts';

describe('CreateModelPackageGroup', () => {
  const plane = withPlane();

  describe('serialization', () => {
    plane.executes('sagemaker:CreateModelPackageGroup', { seenBy: 'sagemaker:DescribeModelPackageGroup' }, async () => {
      const { sagemaker } = plane.clients();
      const input = {
        ModelPackageGroupName: 'movies',
        ModelPackageGroupDescription: 'Recommends films: “été”',
        Tags: [{ Key: 'stage', Value: 'local' }],
      };
      const { ModelPackageGroupArn } = await sagemaker.send(new CreateModelPackageGroupCommand(input));
      expect(ModelPackageGroupArn).toBe('arn:aws:sagemaker:us-east-1:111111111111:model-package-group/movies');
      const described = await sagemaker.send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName: 'movies' }));
      expect(described).toMatchObject({
        ModelPackageGroupName: 'movies',
        ModelPackageGroupArn,
        ModelPackageGroupDescription: 'Recommends films: “été”',
        ModelPackageGroupStatus: 'Completed',
      });
      expect((await sagemaker.send(new ListTagsCommand({ ResourceArn: ModelPackageGroupArn }))).Tags).toEqual(
        input.Tags,
      );
    });
  });

  describe('validation', () => {
    it('takes no name that AWS would not take', async () => {
      await expect(createGroup(plane.clients(), '-movies')).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining("Value '-movies' at 'modelPackageGroupName' failed to satisfy constraint"),
      });
    });

    it('refuses members that the plane does not execute', async () => {
      const command = new CreateModelPackageGroupCommand({
        ModelPackageGroupName: 'managed',
        ManagedConfiguration: { ManagedStorageType: 'Restricted' },
      });
      await expect(plane.clients().sagemaker.send(command)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining('ManagedConfiguration'),
      });
    });
  });

  describe('behaviour', () => {
    it('refuses a name that is taken, in the same account and region only', async () => {
      await createGroup(plane.clients(), 'taken');
      await expect(createGroup(plane.clients(), 'taken')).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining('Model Package Group already exists: arn:aws:sagemaker:'),
      });
      await createGroup(plane.clients(1), 'taken');
      await createGroup(plane.clients(0, 'eu-west-1'), 'taken');
    });

    it('keeps nothing of a group whose tags it refuses', async () => {
      const { sagemaker } = plane.clients();
      const command = new CreateModelPackageGroupCommand({
        ModelPackageGroupName: 'half',
        Tags: [{ Key: 'aws:reserved', Value: '' }],
      });
      await expect(sagemaker.send(command)).rejects.toMatchObject({ name: 'ValidationException' });
      await expect(
        sagemaker.send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName: 'half' })),
      ).rejects.toThrow('does not exist.');
    });
  });
});
