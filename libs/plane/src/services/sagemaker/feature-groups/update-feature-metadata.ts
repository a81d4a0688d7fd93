/**
 * UpdateFeatureMetadata: sets the description of a feature, adds and removes its parameters.
 * @source docs
 * @source unverified - the texts; removals come before additions; an addition replaces the parameter of its key
 */
import type { FeatureParameter } from '@aws-sdk/client-sagemaker';
import { validationException } from '../../../wire/aws-error.ts';
import type { Input, SageMakerHandler } from '../sagemaker-handler.ts';
import { updateFeature } from './feature-table.ts';
import { requireFeature } from './require-feature.ts';

const OPERATION = 'UpdateFeatureMetadata';
const MOST_PARAMETERS = 25;

const changedParameters = (
  before: readonly FeatureParameter[],
  { ParameterAdditions = [], ParameterRemovals = [] }: Input<typeof OPERATION>,
): FeatureParameter[] => {
  const parameters = new Map(before.map(({ Key, Value }) => [Key!, Value!]));
  for (const key of ParameterRemovals) {
    if (parameters.delete(key)) continue;
    throw validationException(`Validation Error: The feature has no parameter with key ${key}.`);
  }
  const added = new Set<string>();
  for (const { Key, Value } of ParameterAdditions) {
    if (Key === undefined || Value === undefined) {
      throw validationException('Validation Error: A parameter must have both Key and Value.');
    }
    if (added.has(Key)) throw validationException(`Validation Error: Duplicate parameter key ${Key}.`);
    added.add(Key);
    parameters.set(Key, Value);
  }
  if (parameters.size > MOST_PARAMETERS) {
    throw validationException(`Validation Error: A feature can have at most ${MOST_PARAMETERS} parameters.`);
  }
  return [...parameters].map(([Key, Value]) => ({ Key, Value }));
};

export const updateFeatureMetadata: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const { FeatureGroupName, FeatureName, Description } = input;
  const { groupId, metadata } = requireFeature(context, { FeatureGroupName, FeatureName }, OPERATION);
  updateFeature(context.plane.store, groupId, {
    ...metadata,
    ...(Description !== undefined && { Description }),
    Parameters: changedParameters(metadata.Parameters ?? [], input),
    LastModifiedTime: new Date(context.now()),
  });
  return {};
};
