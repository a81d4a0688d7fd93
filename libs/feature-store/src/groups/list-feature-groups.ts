/** The feature groups of a model as they are: those declared, and those that are left of earlier declarations. */
import { ListTagsCommand, paginateListFeatureGroups } from '@aws-sdk/client-sagemaker';
import type { FeatureStoreContext } from '../feature-store-context.ts';
import { MODEL_TAG } from './declare-feature-group.ts';
import { describeFeatureGroup, type DescribedFeatureGroup } from './describe-feature-group.ts';
import { featureGroups, type FeatureGroup, type FeatureModel } from './feature-group.ts';

export interface ListedFeatureGroup {
  readonly awsName: string;
  /** As declared; absent where the declaration has no such group any more. */
  readonly declared?: FeatureGroup;
  /** As AWS describes it; absent where it was not made yet. */
  readonly actual?: DescribedFeatureGroup;
}

/** The declared groups in their order, then those that carry the model's tag and are declared no more. */
export const listFeatureGroups = async (
  model: FeatureModel,
  { clients, environment }: FeatureStoreContext,
): Promise<ListedFeatureGroup[]> => {
  const declared = featureGroups(model, environment.namespace);
  const names = new Set(declared.map(({ awsName }) => awsName));
  const prefix = `${environment.namespace}-${model.name}-`;
  const left: string[] = [];
  for await (const page of paginateListFeatureGroups({ client: clients.sagemaker }, { NameContains: prefix })) {
    for (const { FeatureGroupName: name = '', FeatureGroupArn } of page.FeatureGroupSummaries ?? []) {
      if (!name.startsWith(prefix) || names.has(name)) continue;
      const { Tags } = await clients.sagemaker.send(new ListTagsCommand({ ResourceArn: FeatureGroupArn }));
      if (Tags?.some(({ Key, Value }) => Key === MODEL_TAG && Value === model.name)) left.push(name);
    }
  }
  const describe = async (awsName: string, group?: FeatureGroup): Promise<ListedFeatureGroup> => {
    const actual = await describeFeatureGroup(clients.sagemaker, awsName);
    return { awsName, ...(group && { declared: group }), ...(actual && { actual }) };
  };
  return Promise.all([
    ...declared.map((group) => describe(group.awsName, group)),
    ...left.map((awsName) => describe(awsName)),
  ]);
};
