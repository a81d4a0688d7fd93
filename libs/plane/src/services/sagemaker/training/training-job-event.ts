/** The event that EventBridge gets at every change of a training job's status. */
import type { OutboxEvent } from '../../../engine/outbox.ts';
import type { TrainingJob } from './training-job-table.ts';

/** Times travel as text of milliseconds since the epoch. */
const withTimes = (value: unknown): unknown => {
  if (value instanceof Date) return String(value.getTime());
  if (Array.isArray(value)) return value.map(withTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTimes(inner)]));
};

export const trainingJobEvent = (job: TrainingJob): OutboxEvent => ({
  source: 'aws.sagemaker',
  detailType: 'SageMaker Training Job State Change',
  resources: [job.TrainingJobArn!],
  detail: withTimes(job) as object,
});
