import { CreateModelPackageGroupCommand, DescribeModelPackageGroupCommand } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { createGroup, withPlane } from '../../../testing/index.ts';

describe('DescribeModelPackageGroup', () => {
  const plane = withPlane();
  const describeGroup = (name: string, account = 0) =>
    plane.clients(account).sagemaker.send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName: name }));

  plane.executes(
    'sagemaker:DescribeModelPackageGroup',
    { seenBy: 'sagemaker:CreateModelPackageGroup', title: 'tells who made it and when, in service time' },
    async () => {
      const { sagemaker, sts } = plane.clients();
      plane.clock.set({ time: Date.UTC(2030, 0, 2, 3, 4, 5) });
      await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'movies' }));
      const { Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
      const { CreatedBy, CreationTime } = await describeGroup('movies');
      expect(CreatedBy).toEqual({ IamIdentity: { Arn, PrincipalId: UserId } });
      expect(CreationTime!.toISOString()).toMatch(/^2030-01-02T03:04:0/);
    },
  );

  it('finds a group by its ARN', async () => {
    const arn = await createGroup(plane.clients(), 'by-arn');
    expect((await describeGroup(arn)).ModelPackageGroupName).toBe('by-arn');
  });

  it('answers in AWS’s words when there is none', async () => {
    await expect(describeGroup('nobody')).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'ModelPackageGroup arn:aws:sagemaker:us-east-1:111111111111:model-package-group/nobody does not exist.',
    });
  });

  it('refuses the ARN of another account, of another region and of something else', async () => {
    const arn = await createGroup(plane.clients(), 'private');
    await expect(describeGroup(arn, 1)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(describeGroup('private', 1)).rejects.toThrow('does not exist.');
    for (const other of [arn.replace('us-east-1', 'eu-west-1'), arn.replace('model-package-group', 'model')]) {
      await expect(describeGroup(other)).rejects.toMatchObject({ name: 'ValidationException' });
    }
  });
});
