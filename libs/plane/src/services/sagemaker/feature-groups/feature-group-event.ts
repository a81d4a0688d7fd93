/** The event that EventBridge gets at every change of a feature group. */
import type { OutboxEvent } from '../../../engine/outbox.ts';
import type { FeatureGroupDocument } from '../../../feature-store/feature-group-table.ts';

/**
 * As Describe answers, less what AWS's sample leaves out: times travel as milliseconds.
 * @source unverified - AWS's sample shows the members, but a status that its API does not know
 */
export const featureGroupEvent = (document: FeatureGroupDocument): OutboxEvent => ({
  source: 'aws.sagemaker',
  detailType: 'SageMaker Feature Group State Change',
  resources: [document.FeatureGroupArn!],
  detail: {
    ...document,
    CreationTime: document.CreationTime!.getTime(),
    LastModifiedTime: document.LastModifiedTime?.getTime(),
  },
});
