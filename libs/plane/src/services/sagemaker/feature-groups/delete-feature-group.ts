/**
 * DeleteFeatureGroup: removes a group with its online records; what the offline store has got stays.
 * @source docs
 * @source unverified - the text for a group that is busy; that rows which wait for the offline store are written
 * first, unless it is blocked: they are then lost
 */
import { featureGroupMachineId } from '../../../feature-store/machine-ids.ts';
import { validationException } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { requireFeatureGroup } from './require-feature-group.ts';

const OPERATION = 'DeleteFeatureGroup';

export const deleteFeatureGroup: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const { document } = requireFeatureGroup(context, input.FeatureGroupName, OPERATION);
  const status = document.FeatureGroupStatus!;
  if (status === 'Creating' || status === 'Deleting') {
    throw validationException(
      `Validation Error: FeatureGroup ${document.FeatureGroupName} is in status ${status} and cannot be deleted.`,
    );
  }
  context.plane.engine.signal(featureGroupMachineId(context, document.FeatureGroupName!), 'delete');
  return {};
};
