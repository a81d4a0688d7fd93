/**
 * DeleteContext: removes a context.
 * @source docs - associations go first
 * @source unverified - the texts
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { deleteEntity } from './delete-entity.ts';

export const deleteContext: SageMakerHandler<'DeleteContext'> = (input, context) => ({
  ContextArn: deleteEntity(context, 'context', input.ContextName),
});
