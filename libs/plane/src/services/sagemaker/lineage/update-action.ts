/**
 * UpdateAction: changes the description, the status or the properties of an action.
 * @source docs - Properties overwrites the list that was there
 * @source unverified - that PropertiesToRemove applies after it
 */
import { arnOf } from '../arn.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { userContext } from '../user-context.ts';
import { updatedProperties } from './entity-properties.ts';
import { replaceEntity, requireEntity } from './lineage-entity-table.ts';

export const updateAction: SageMakerHandler<'UpdateAction'> = (input, context) => {
  const current = requireEntity(context, 'action', input.ActionName);
  replaceEntity(context.plane.store, context, 'action', input.ActionName, {
    ...current,
    Description: input.Description ?? current.Description,
    Status: input.Status ?? current.Status,
    Properties: updatedProperties(current.Properties, input),
    LastModifiedTime: new Date(context.now()),
    LastModifiedBy: userContext(context.principal),
  });
  return { ActionArn: arnOf(context, 'action', input.ActionName) };
};
