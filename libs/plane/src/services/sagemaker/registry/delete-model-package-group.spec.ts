import {
  AddTagsCommand,
  DeleteModelPackageCommand,
  DeleteModelPackageGroupCommand,
  ListModelPackageGroupsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createGroup, createVersion, withPlane } from '../../../testing/index.ts';

describe('DeleteModelPackageGroup', () => {
  const plane = withPlane();
  const remove = (name: string, account = 0) =>
    plane.clients(account).sagemaker.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: name }));

  plane.executes(
    'sagemaker:DeleteModelPackageGroup',
    { seenBy: 'sagemaker:ListModelPackageGroups', title: 'removes an empty group, by ARN too' },
    async () => {
      const { sagemaker } = plane.clients();
      const names = async () =>
        (await sagemaker.send(new ListModelPackageGroupsCommand({}))).ModelPackageGroupSummaryList!.map(
          ({ ModelPackageGroupName }) => ModelPackageGroupName,
        );
      await createGroup(plane.clients(), 'one');
      const two = await createGroup(plane.clients(), 'two');
      expect(await names()).toEqual(['one', 'two']);
      await remove('one');
      await remove(two);
      expect(await names()).toEqual([]);
    },
  );

  it('refuses while versions are left', async () => {
    await createGroup(plane.clients(), 'full');
    const version = await createVersion(plane.clients(), 'full');
    await expect(remove('full')).rejects.toMatchObject({ name: 'ConflictException' });
    await plane.clients().sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: version }));
    await remove('full');
  });

  it('takes the tags with it', async () => {
    const { sagemaker } = plane.clients();
    const arn = await createGroup(plane.clients(), 'tagged');
    await sagemaker.send(new AddTagsCommand({ ResourceArn: arn, Tags: [{ Key: 'k', Value: 'v' }] }));
    await remove('tagged');
    await createGroup(plane.clients(), 'tagged');
    expect((await sagemaker.send(new ListTagsCommand({ ResourceArn: arn }))).Tags).toEqual([]);
  });

  it('refuses a group that does not exist or is another account’s', async () => {
    await expect(remove('nobody')).rejects.toThrow('does not exist.');
    const arn = await createGroup(plane.clients(), 'kept');
    await expect(remove('kept', 1)).rejects.toThrow('does not exist.');
    await expect(remove(arn, 1)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
