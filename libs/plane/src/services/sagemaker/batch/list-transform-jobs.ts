/**
 * ListTransformJobs: the transform jobs of the account, a page at a time.
 * @source docs - by creation time, descending, unless told otherwise
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { batchJobPage } from './batch-job-page.ts';
import { transformJobTable } from './transform-job-table.ts';

export const listTransformJobs: SageMakerHandler<'ListTransformJobs'> = (input, context) => {
  const { jobs, NextToken } = batchJobPage('ListTransformJobs', transformJobTable, input, 'Descending', context);
  return {
    TransformJobSummaries: jobs.map(({ job, LastModifiedTime }) => ({
      TransformJobName: job.TransformJobName,
      TransformJobArn: job.TransformJobArn,
      CreationTime: job.CreationTime,
      TransformEndTime: job.TransformEndTime,
      LastModifiedTime,
      TransformJobStatus: job.TransformJobStatus,
      FailureReason: job.FailureReason,
    })),
    NextToken,
  };
};
