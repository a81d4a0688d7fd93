/**
 * DescribeModelPackageGroup: a group by name or ARN.
 * @source sdk
 */
import { requireModelPackageGroup } from './model-package-group-table.ts';
import { nameOf } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';

const OPERATION = 'DescribeModelPackageGroup';

export const describeModelPackageGroup: SageMakerHandler<typeof OPERATION> = (input, context) =>
  requireModelPackageGroup(context, nameOf(input.ModelPackageGroupName, 'model-package-group', context, OPERATION));
