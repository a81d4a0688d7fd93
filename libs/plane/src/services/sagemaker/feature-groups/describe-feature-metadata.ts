/**
 * DescribeFeatureMetadata: a feature of a group, with its description and parameters.
 * @source docs
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { requireFeature } from './require-feature.ts';

const OPERATION = 'DescribeFeatureMetadata';

export const describeFeatureMetadata: SageMakerHandler<typeof OPERATION> = (input, context) =>
  requireFeature(context, { FeatureGroupName: input.FeatureGroupName, FeatureName: input.FeatureName }, OPERATION)
    .metadata;
