/**
 * The events that EventBridge gets at every change of a batch job's status.
 * @source docs - the detail types, and that the detail is as Describe answers
 * @source unverified - times as text of milliseconds since the epoch, as in the documented event of a training job
 */
import type { OutboxEvent } from '../../../engine/outbox.ts';
import type { ProcessingJob } from './processing-job-table.ts';
import type { TransformJob } from './transform-job-table.ts';

const withTimes = (value: unknown): unknown => {
  if (value instanceof Date) return String(value.getTime());
  if (Array.isArray(value)) return value.map(withTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTimes(inner)]));
};

const event = (detailType: string, arn: string, job: object): OutboxEvent => ({
  source: 'aws.sagemaker',
  detailType,
  resources: [arn],
  detail: withTimes(job) as object,
});

export const transformJobEvent = (job: TransformJob): OutboxEvent =>
  event('SageMaker Transform Job State Change', job.TransformJobArn!, job);

export const processingJobEvent = (job: ProcessingJob): OutboxEvent =>
  event('SageMaker Processing Job State Change', job.ProcessingJobArn!, job);
