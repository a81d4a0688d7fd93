/**
 * UpdateModelCard: a change of the content makes a new version, a change of the status does not.
 * @source docs - not both in one call; an archived card takes no more updates
 * @source unverified - an update of an archived card is a conflict; any status may follow any other; the texts
 */
import { AwsError, validationException } from '../../../wire/aws-error.ts';
import { nameOf } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { userContext } from '../user-context.ts';
import { checkCardContent } from './card-content.ts';
import { appendModelCardEvent } from './model-card-event.ts';
import { MODEL_CARD } from './model-card-schema.ts';
import { requireModelCard, updateModelCard as replace, type ModelCard } from './model-card-table.ts';

const OPERATION = 'UpdateModelCard';

export const updateModelCard: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const { Content, ModelCardStatus } = input;
  if ((Content === undefined) === (ModelCardStatus === undefined)) {
    throw validationException(
      Content === undefined
        ? 'One of Content or ModelCardStatus must be specified.'
        : 'Content and ModelCardStatus cannot be updated in a single call.',
    );
  }
  const current = requireModelCard(context, nameOf(input.ModelCardName, 'model-card', context, OPERATION));
  if (current.ModelCardStatus === 'Archived') {
    throw new AwsError('ConflictException', 400, 'Model Card is in Archived state.');
  }
  const now = new Date(context.now());
  const modified = { LastModifiedTime: now, LastModifiedBy: userContext(context.principal) };
  let changed: ModelCard;
  if (Content === undefined) changed = { ...current, ...modified, ModelCardStatus };
  else {
    checkCardContent(Content, MODEL_CARD);
    changed = { ...current, ...modified, Content, ModelCardVersion: current.ModelCardVersion! + 1 };
  }
  replace(context, changed);
  appendModelCardEvent(context, changed);
  return { ModelCardArn: current.ModelCardArn };
};
