/** Feature groups of an earlier tour on other data: made anew, since records of two logs in one group would be one user's by chance. */
import { AddTagsCommand, DeleteFeatureGroupCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { waitFor } from '@gradus/aws';
import type { Model } from '@gradus/core';
import {
  describeFeatureGroup,
  ensureFeatureGroups,
  featureGroups,
  type EnsuredFeatureGroup,
  type FeatureStoreContext,
} from '@gradus/feature-store';

/** Says which data a tour put into a group. */
const DATA_TAG = 'gradus:tour-data';
const GONE_WITHIN_MS = 60_000;

/**
 * The groups of a model, there and empty of other tours' data. A group without the tag is the user's own and stays.
 * @param data names the data of this tour
 * @returns what was done, and the names of groups that were deleted before
 */
export const replaceGroups = async (
  model: Model,
  store: FeatureStoreContext,
  data: string,
  signal: AbortSignal,
): Promise<{ readonly ensured: readonly EnsuredFeatureGroup[]; readonly deleted: readonly string[] }> => {
  const { clients, environment } = store;
  const deleted: string[] = [];
  for (const { awsName } of featureGroups(model, environment.namespace)) {
    const there = await describeFeatureGroup(clients.sagemaker, awsName);
    if (!there) continue;
    const { Tags = [] } = await clients.sagemaker.send(new ListTagsCommand({ ResourceArn: there.FeatureGroupArn }));
    const tag = Tags.find(({ Key }) => Key === DATA_TAG);
    if (!tag || tag.Value === data) continue;
    await clients.sagemaker.send(new DeleteFeatureGroupCommand({ FeatureGroupName: awsName }));
    await waitFor({
      what: `feature group ${awsName}`,
      look: () => describeFeatureGroup(clients.sagemaker, awsName),
      done: (group) => group === undefined,
      name: (group) => group?.FeatureGroupStatus ?? 'gone',
      ...{ timeoutMs: GONE_WITHIN_MS, poll: environment.poll, signal },
    });
    deleted.push(awsName);
  }
  const ensured = await ensureFeatureGroups(model, store, { signal });
  for (const { arn, outcome } of ensured) {
    if (outcome !== 'created') continue;
    await clients.sagemaker.send(new AddTagsCommand({ ResourceArn: arn, Tags: [{ Key: DATA_TAG, Value: data }] }));
  }
  return { ensured, deleted };
};
