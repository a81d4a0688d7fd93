import { DescribeFeatureGroupCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createFeatureGroup } from '../../../testing/feature-group-fixtures.ts';
import { withPlane } from '../../../testing/index.ts';

describe('DescribeFeatureGroup', () => {
  const plane = withPlane();
  const described = (FeatureGroupName: string, more: { NextToken?: string } = {}, account = 0) =>
    plane.clients(account).sagemaker.send(new DescribeFeatureGroupCommand({ FeatureGroupName, ...more }));

  plane.executes('sagemaker:DescribeFeatureGroup', { seenBy: 'sagemaker:CreateFeatureGroup' }, async () => {
    const { FeatureGroupArn } = await createFeatureGroup(plane.clients(), 'users', { Description: 'Who watches' });
    const asked = { FeatureGroupName: 'users', FeatureGroupArn, Description: 'Who watches' };
    expect(await described('users')).toMatchObject({ ...asked, FeatureGroupStatus: 'Created' });
    expect(await described(FeatureGroupArn!)).toMatchObject(asked);
  });

  it('knows nothing of other accounts, nor of pages', async () => {
    await expect(described('users', {}, 1)).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await expect(described('users', { NextToken: 'more' })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
