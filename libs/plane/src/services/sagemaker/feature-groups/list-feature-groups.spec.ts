import {
  AddTagsCommand,
  ListFeatureGroupsCommand,
  SearchCommand,
  UpdateFeatureMetadataCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createFeatureGroup } from '../../../testing/feature-group-fixtures.ts';
import { withPlane } from '../../../testing/index.ts';

describe('finding feature groups', () => {
  const plane = withPlane();

  plane.executes('sagemaker:ListFeatureGroups', { seenBy: 'sagemaker:CreateFeatureGroup' }, async () => {
    const { FeatureGroupArn } = await createFeatureGroup(plane.clients(), 'users');
    const { FeatureGroupSummaries } = await plane.clients().sagemaker.send(new ListFeatureGroupsCommand({}));
    expect(FeatureGroupSummaries).toEqual([
      {
        ...{ FeatureGroupName: 'users', FeatureGroupArn, FeatureGroupStatus: 'Created' },
        CreationTime: expect.any(Date) as Date,
      },
    ]);
  });

  it('searches groups by their members, their features and their tags', async () => {
    const { sagemaker } = plane.clients();
    const { FeatureGroupArn } = await createFeatureGroup(plane.clients(), 'tagged', { Description: 'Searched' });
    const found = async (Name: string, Value: string) => {
      const SearchExpression = { Filters: [{ Name, Operator: 'Equals' as const, Value }] };
      const { Results } = await sagemaker.send(new SearchCommand({ Resource: 'FeatureGroup', SearchExpression }));
      return Results!.map(({ FeatureGroup }) => FeatureGroup!.FeatureGroupName);
    };
    expect(await found('Description', 'Searched')).toEqual(['tagged']);
    expect(await found('Tags.team', 'blue')).toEqual([]);
    await sagemaker.send(new AddTagsCommand({ ResourceArn: FeatureGroupArn, Tags: [{ Key: 'team', Value: 'blue' }] }));
    expect(await found('Tags.team', 'blue')).toEqual(['tagged']);
  });

  it('searches features by their parameters', async () => {
    const { sagemaker } = plane.clients();
    const feature = { FeatureGroupName: 'tagged', FeatureName: 'watch_count' };
    const ParameterAdditions = [{ Key: 'pii', Value: 'no' }];
    await sagemaker.send(new UpdateFeatureMetadataCommand({ ...feature, Description: 'How many', ParameterAdditions }));
    const found = async (Name: string, Value: string) => {
      const SearchExpression = { Filters: [{ Name, Operator: 'Equals' as const, Value }] };
      const { Results } = await sagemaker.send(new SearchCommand({ Resource: 'FeatureMetadata', SearchExpression }));
      return Results!.map(({ FeatureMetadata }) => FeatureMetadata!);
    };
    expect(await found('Description', 'How many')).toMatchObject([{ ...feature, Parameters: ParameterAdditions }]);
    expect(await found('FeatureGroupName', 'tagged')).toHaveLength(4);
  });
});
