/**
 * DescribeTransformJob: a transform job by name.
 * @source docs
 * @source unverified - the text for a job that is not there
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { transformJobTable } from './transform-job-table.ts';

export const describeTransformJob: SageMakerHandler<'DescribeTransformJob'> = (input, context) =>
  transformJobTable.require(context, input.TransformJobName);
