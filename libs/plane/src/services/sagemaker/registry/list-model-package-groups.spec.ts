import { ListModelPackageGroupsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createGroup, withPlane } from '../../../testing/index.ts';

describe('ListModelPackageGroups', () => {
  const plane = withPlane();

  plane.executes(
    'sagemaker:ListModelPackageGroups',
    { seenBy: 'sagemaker:CreateModelPackageGroup', title: 'summarizes each group' },
    async () => {
      const arn = await createGroup(plane.clients(), 'movies');
      const { ModelPackageGroupSummaryList } = await plane
        .clients()
        .sagemaker.send(new ListModelPackageGroupsCommand({}));
      expect(ModelPackageGroupSummaryList).toEqual([
        {
          ModelPackageGroupName: 'movies',
          ModelPackageGroupArn: arn,
          CreationTime: expect.any(Date) as Date,
          ModelPackageGroupStatus: 'Completed',
        },
      ]);
    },
  );

  it('shows nothing as shared by other accounts', async () => {
    await createGroup(plane.clients(1), 'theirs');
    const command = new ListModelPackageGroupsCommand({ CrossAccountFilterOption: 'CrossAccount' });
    expect((await plane.clients().sagemaker.send(command)).ModelPackageGroupSummaryList).toEqual([]);
  });
});
