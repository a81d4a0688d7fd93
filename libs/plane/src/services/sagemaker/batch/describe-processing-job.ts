/**
 * DescribeProcessingJob: a processing job by name.
 * @source docs
 * @source unverified - the text for a job that is not there
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { processingJobTable } from './processing-job-table.ts';

export const describeProcessingJob: SageMakerHandler<'DescribeProcessingJob'> = (input, context) =>
  processingJobTable.require(context, input.ProcessingJobName);
