/**
 * DescribeModelPackage: a package by ARN or name (`<group>/<version>` for a version).
 * @source sdk
 * @source unverified - a version's ModelPackageName is its group's name
 */
import { requireModelPackage } from './model-package-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { unsupported } from '../unsupported.ts';

const OPERATION = 'DescribeModelPackage';

export const describeModelPackage: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const { package: described } = requireModelPackage(context, input.ModelPackageName, OPERATION);
  if (input.IncludedData === 'MetadataOnly' && described.ModelCard?.ModelCardContent !== undefined) {
    throw unsupported(OPERATION, 'IncludedData: MetadataOnly of a package with a model card');
  }
  return described;
};
