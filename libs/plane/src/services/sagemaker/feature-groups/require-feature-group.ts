/** The feature group that an operation names, by name or ARN. */
import { featureGroupMissing } from '../../../feature-store/feature-group-errors.ts';
import { findFeatureGroup, type FeatureGroupRow } from '../../../feature-store/feature-group-table.ts';
import type { CallContext } from '../../../service.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { nameOf } from '../names.ts';

/** @throws AwsError ResourceNotFound; ValidationException and AccessDeniedException for an ARN that is not the caller's */
export const requireFeatureGroup = (context: CallContext, nameOrArn: string, operation: string): FeatureGroupRow => {
  const name = nameOf(nameOrArn, 'feature-group', context, operation);
  const group = findFeatureGroup(context.plane.store, context, name);
  if (!group) throw new AwsError('ResourceNotFound', 400, featureGroupMissing(name));
  return group;
};
