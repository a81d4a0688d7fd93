/**
 * DescribeModelPackage: a package by ARN or name (`<group>/<version>` for a version).
 * @source sdk
 * @source docs - what MetadataOnly leaves of the model card
 * @source unverified - a version's ModelPackageName is its group's name
 */
import { cardMetadata } from '../model-cards/card-content.ts';
import { requireModelPackage } from './model-package-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';

const OPERATION = 'DescribeModelPackage';

export const describeModelPackage: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const { package: described } = requireModelPackage(context, input.ModelPackageName, OPERATION);
  const content = described.ModelCard?.ModelCardContent;
  if (input.IncludedData !== 'MetadataOnly' || content === undefined) return described;
  return { ...described, ModelCard: { ...described.ModelCard, ModelCardContent: cardMetadata(content) } };
};
