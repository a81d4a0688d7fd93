/**
 * ListProcessingJobs: the processing jobs of the account, a page at a time.
 * @source docs - by creation time, ascending, unless told otherwise
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { batchJobPage } from './batch-job-page.ts';
import { processingJobTable } from './processing-job-table.ts';

export const listProcessingJobs: SageMakerHandler<'ListProcessingJobs'> = (input, context) => {
  const { jobs, NextToken } = batchJobPage('ListProcessingJobs', processingJobTable, input, 'Ascending', context);
  return {
    ProcessingJobSummaries: jobs.map(({ job, LastModifiedTime }) => ({
      ProcessingJobName: job.ProcessingJobName,
      ProcessingJobArn: job.ProcessingJobArn,
      CreationTime: job.CreationTime,
      ProcessingEndTime: job.ProcessingEndTime,
      LastModifiedTime,
      ProcessingJobStatus: job.ProcessingJobStatus,
      FailureReason: job.FailureReason,
      ExitMessage: job.ExitMessage,
    })),
    NextToken,
  };
};
