/**
 * DeleteAction: removes an action.
 * @source docs - associations go first
 * @source unverified - the texts
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { deleteEntity } from './delete-entity.ts';

export const deleteAction: SageMakerHandler<'DeleteAction'> = (input, context) => ({
  ActionArn: deleteEntity(context, 'action', input.ActionName),
});
