/** Deletes a lineage entity that no association names any more. */
import type { CallContext } from '../../../service.ts';
import { validationException } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import { removeTags } from '../tags/tag-table.ts';
import { hasAssociation } from './association-table.ts';
import { requireEntity, type LineageKind } from './lineage-entity-table.ts';

/**
 * Returns the ARN that the entity had.
 * @throws AwsError ResourceNotFound, ValidationException while it has associations
 */
export const deleteEntity = (context: CallContext, kind: LineageKind, name: string): string => {
  const { store } = context.plane;
  const arn = arnOf(context, kind, name);
  requireEntity(context, kind, name);
  if (hasAssociation(store, arn)) {
    throw validationException(`Cannot delete ${kind} ${arn}: it has associations. Delete its associations first.`);
  }
  store.run('delete from sagemaker_lineage_entity where arn = ?', arn);
  removeTags(store, arn);
  return arn;
};
