/**
 * DescribeFeatureGroup: a feature group with its features, at most 2,500 of them and so never in pages.
 * @source docs
 * @source unverified - that all features come at once; AWS pages them by a token of its own
 */
import { validationException } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { requireFeatureGroup } from './require-feature-group.ts';

const OPERATION = 'DescribeFeatureGroup';

export const describeFeatureGroup: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const { document } = requireFeatureGroup(context, input.FeatureGroupName, OPERATION);
  if (input.NextToken) throw validationException('Invalid pagination token.');
  return { ...document, NextToken: '' };
};
