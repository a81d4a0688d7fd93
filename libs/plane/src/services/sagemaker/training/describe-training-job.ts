/**
 * DescribeTrainingJob: a training job by name.
 * @source docs
 * @source unverified - the text for a job that is not there
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { requireTrainingJob } from './training-job-table.ts';

export const describeTrainingJob: SageMakerHandler<'DescribeTrainingJob'> = (input, context) =>
  requireTrainingJob(context, input.TrainingJobName);
