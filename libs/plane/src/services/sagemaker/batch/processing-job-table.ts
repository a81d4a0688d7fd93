/** The table of processing jobs. */
import { batchJobTable } from './batch-job-table.ts';
import type { Output } from '../sagemaker-handler.ts';

export type ProcessingJob = Output<'DescribeProcessingJob'>;

export const processingJobTable = batchJobTable<ProcessingJob>('sagemaker_processing_job', (job) => ({
  name: job.ProcessingJobName!,
  arn: job.ProcessingJobArn!,
  status: job.ProcessingJobStatus!,
  created: job.CreationTime!,
}));
