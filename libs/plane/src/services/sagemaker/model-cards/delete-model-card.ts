/**
 * DeleteModelCard: removes a card with all of its versions and tags.
 * @source sdk
 * @source unverified - gone at once, where AWS works through its steps of deletion
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { removeTags } from '../tags/tag-table.ts';
import { deleteModelCardRows, requireModelCard } from './model-card-table.ts';

export const deleteModelCard: SageMakerHandler<'DeleteModelCard'> = (input, context) => {
  const { ModelCardArn } = requireModelCard(context, input.ModelCardName);
  deleteModelCardRows(context, input.ModelCardName);
  removeTags(context.plane.store, ModelCardArn!);
  return {};
};
