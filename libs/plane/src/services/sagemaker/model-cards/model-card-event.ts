/** The event that EventBridge gets when a model card is made or changed. */
import type { CallContext } from '../../../service.ts';
import type { ModelCard } from './model-card-table.ts';

/** Appends `SageMaker Model Card State Change` to the outbox, within the caller's transaction. */
export const appendModelCardEvent = (context: CallContext, card: ModelCard): void => {
  context.plane.outbox.append(context, context.now(), {
    source: 'aws.sagemaker',
    detailType: 'SageMaker Model Card State Change',
    resources: [card.ModelCardArn!],
    detail: {
      ModelCardArn: card.ModelCardArn,
      ModelCardName: card.ModelCardName,
      ModelCardVersion: card.ModelCardVersion,
      ModelCardStatus: card.ModelCardStatus,
      CreationTime: card.CreationTime!.toISOString(),
      LastModifiedTime: card.LastModifiedTime!.toISOString(),
    },
  });
};
