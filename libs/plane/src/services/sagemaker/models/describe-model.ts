/**
 * DescribeModel: a model by name.
 * @source sdk
 */
import { requireModel } from './model-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';

export const describeModel: SageMakerHandler<'DescribeModel'> = (input, context) =>
  requireModel(context, input.ModelName);
