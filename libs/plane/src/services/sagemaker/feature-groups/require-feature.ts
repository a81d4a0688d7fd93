/** A feature of a group, as an operation names it. */
import type { CallContext } from '../../../service.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { findFeature, type FeatureMetadata } from './feature-table.ts';
import { requireFeatureGroup } from './require-feature-group.ts';

interface Named {
  readonly FeatureGroupName: string | undefined;
  readonly FeatureName: string | undefined;
}

/**
 * The feature, and its group's key.
 * @throws AwsError ResourceNotFound when there is no such group or feature
 */
export const requireFeature = (
  context: CallContext,
  { FeatureGroupName, FeatureName }: Named,
  operation: string,
): { readonly groupId: number; readonly metadata: FeatureMetadata } => {
  const { id, document } = requireFeatureGroup(context, FeatureGroupName!, operation);
  const metadata = findFeature(context.plane.store, id, FeatureName!);
  if (metadata) return { groupId: id, metadata };
  throw new AwsError(
    'ResourceNotFound',
    400,
    `Resource Not Found: Amazon SageMaker can't find a Feature with name ${FeatureName} in FeatureGroup ${document.FeatureGroupName}`,
  );
};
