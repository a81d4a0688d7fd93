/**
 * The entities that SageMaker makes itself of jobs, model packages and endpoints, as their events come by.
 * @source docs - which entities there are; S3 data is tracked by its URI
 * @source unverified - the names of contexts and actions, but for `-aws-model-group` and `-aws-endpoint` at their ends
 */
import type { OutboxFollower } from '../../../engine/outbox.ts';
import { recordEndpoint } from './record-endpoint.ts';
import { recordProcessingJob, recordTrainingJob, recordTransformJob } from './record-jobs.ts';
import { recordModelPackage } from './record-model-package.ts';
import type { LineageRecord } from './lineage-record.ts';

const RECORDS: Readonly<Record<string, LineageRecord | undefined>> = {
  'SageMaker Training Job State Change': recordTrainingJob,
  'SageMaker Processing Job State Change': recordProcessingJob,
  'SageMaker Transform Job State Change': recordTransformJob,
  'SageMaker Model Package State Change': recordModelPackage,
  'SageMaker Endpoint State Change': recordEndpoint,
  'SageMaker Endpoint Deployment State Change': recordEndpoint,
};

export const lineageFollower: OutboxFollower = {
  name: 'sagemaker:lineage',
  handle: (event, plane) => {
    if (event.source === 'aws.sagemaker') RECORDS[event.detailType]?.(event, plane);
  },
};
