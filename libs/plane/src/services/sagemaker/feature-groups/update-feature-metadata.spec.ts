import {
  DescribeFeatureMetadataCommand,
  UpdateFeatureMetadataCommand,
  type UpdateFeatureMetadataCommandInput,
} from '@aws-sdk/client-sagemaker';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFeatureGroup } from '../../../testing/feature-group-fixtures.ts';
import { withPlane } from '../../../testing/index.ts';

describe('the metadata of features', () => {
  const plane = withPlane();
  const feature = { FeatureGroupName: 'users', FeatureName: 'watch_count' };
  const update = (input: Partial<UpdateFeatureMetadataCommandInput>) =>
    plane.clients().sagemaker.send(new UpdateFeatureMetadataCommand({ ...feature, ...input }));
  const described = (account = 0, input = feature) =>
    plane.clients(account).sagemaker.send(new DescribeFeatureMetadataCommand(input));

  beforeAll(async () => {
    await createFeatureGroup(plane.clients(), 'users');
  });

  plane.executes(
    'sagemaker:DescribeFeatureMetadata',
    { seenBy: 'sagemaker:CreateFeatureGroup', title: 'shows a feature of a group' },
    async () => {
      const { FeatureGroupArn } = await createFeatureGroup(plane.clients(), 'others');
      expect(await described(0, { FeatureGroupName: FeatureGroupArn!, FeatureName: 'mean_rating' })).toMatchObject({
        ...{ FeatureGroupArn, FeatureGroupName: 'others', FeatureName: 'mean_rating', FeatureType: 'Fractional' },
        ...{ CreationTime: expect.any(Date) as Date, LastModifiedTime: expect.any(Date) as Date },
      });
    },
  );

  plane.executes(
    'sagemaker:UpdateFeatureMetadata',
    { seenBy: 'sagemaker:DescribeFeatureMetadata', title: 'sets the description, adds and removes parameters' },
    async () => {
      const parameter = (Key: string, Value: string) => ({ Key, Value });
      await update({
        Description: 'How many',
        ParameterAdditions: [parameter('team', 'blue'), parameter('pii', 'no')],
      });
      await update({ ParameterAdditions: [parameter('team', 'red')], ParameterRemovals: ['pii'] });
      expect(await described()).toMatchObject({
        ...{ FeatureName: 'watch_count', FeatureType: 'Integral', Description: 'How many' },
        Parameters: [parameter('team', 'red')],
      });
    },
  );

  it('refuses more than 25 parameters, an unknown key to remove and half a parameter', async () => {
    const refused = { name: 'ValidationException' };
    const many = Array.from({ length: 25 }, (_, index) => ({ Key: `key-${index}`, Value: '1' }));
    await update({ ParameterAdditions: many.slice(2) });
    await expect(update({ ParameterAdditions: many })).rejects.toMatchObject(refused);
    await expect(update({ ParameterRemovals: ['nobody'] })).rejects.toMatchObject(refused);
    await expect(update({ ParameterAdditions: [{ Key: 'half' }] })).rejects.toMatchObject(refused);
  });

  it('refuses an unknown group, an unknown feature and another account’s', async () => {
    const missing = { name: 'ResourceNotFound' };
    await expect(described(0, { ...feature, FeatureName: 'nobody' })).rejects.toMatchObject(missing);
    await expect(described(0, { ...feature, FeatureGroupName: 'nobody' })).rejects.toMatchObject(missing);
    await expect(described(1)).rejects.toMatchObject(missing);
    await expect(update({ FeatureName: 'nobody' })).rejects.toMatchObject(missing);
  });
});
