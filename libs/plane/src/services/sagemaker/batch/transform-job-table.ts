/** The table of transform jobs. */
import { batchJobTable } from './batch-job-table.ts';
import type { Output } from '../sagemaker-handler.ts';

export type TransformJob = Output<'DescribeTransformJob'>;

export const transformJobTable = batchJobTable<TransformJob>('sagemaker_transform_job', (job) => ({
  name: job.TransformJobName!,
  arn: job.TransformJobArn!,
  status: job.TransformJobStatus!,
  created: job.CreationTime!,
}));
