/**
 * UpdateContext: changes the description or the properties of a context.
 * @source docs - Properties overwrites the list that was there
 * @source unverified - that PropertiesToRemove applies after it
 */
import { arnOf } from '../arn.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { userContext } from '../user-context.ts';
import { updatedProperties } from './entity-properties.ts';
import { replaceEntity, requireEntity } from './lineage-entity-table.ts';

export const updateContext: SageMakerHandler<'UpdateContext'> = (input, context) => {
  const current = requireEntity(context, 'context', input.ContextName);
  replaceEntity(context.plane.store, context, 'context', input.ContextName, {
    ...current,
    Description: input.Description ?? current.Description,
    Properties: updatedProperties(current.Properties, input),
    LastModifiedTime: new Date(context.now()),
    LastModifiedBy: userContext(context.principal),
  });
  return { ContextArn: arnOf(context, 'context', input.ContextName) };
};
