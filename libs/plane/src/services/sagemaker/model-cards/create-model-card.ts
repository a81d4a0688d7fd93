/**
 * CreateModelCard: makes the first version of a card.
 * @source docs - the content follows the model card JSON schema; versions count from 1
 * @source unverified - the texts
 */
import { arnOf } from '../arn.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { supportOnly } from '../unsupported.ts';
import { userContext } from '../user-context.ts';
import { checkCardContent } from './card-content.ts';
import { appendModelCardEvent } from './model-card-event.ts';
import { MODEL_CARD } from './model-card-schema.ts';
import { insertModelCard, type ModelCard } from './model-card-table.ts';

const OPERATION = 'CreateModelCard';

export const createModelCard: SageMakerHandler<typeof OPERATION> = (input, context) => {
  supportOnly(OPERATION, input, ['ModelCardName', 'Content', 'ModelCardStatus', 'Tags']);
  checkCardContent(input.Content, MODEL_CARD);
  const now = new Date(context.now());
  const by = userContext(context.principal);
  const card: ModelCard = {
    ModelCardArn: arnOf(context, 'model-card', input.ModelCardName),
    ModelCardName: input.ModelCardName,
    ModelCardVersion: 1,
    Content: input.Content,
    ModelCardStatus: input.ModelCardStatus,
    CreationTime: now,
    CreatedBy: by,
    LastModifiedTime: now,
    LastModifiedBy: by,
  };
  insertModelCard(context, card);
  putTags(context.plane.store, card.ModelCardArn!, input.Tags);
  appendModelCardEvent(context, card);
  return { ModelCardArn: card.ModelCardArn };
};
