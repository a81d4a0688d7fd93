/** SageMaker's feature groups: what the service is made of here. */
import { FEATURE_STORE_SCHEMA } from '../../../feature-store/feature-store-schema.ts';
import { offlineStoreMachine } from '../../../feature-store/offline/offline-store-machine.ts';
import { sweepMachine } from '../../../feature-store/sweep-machine.ts';
import { defineArea } from '../area.ts';
import { createFeatureGroup } from './create-feature-group.ts';
import { deleteFeatureGroup } from './delete-feature-group.ts';
import { describeFeatureGroup } from './describe-feature-group.ts';
import { describeFeatureMetadata } from './describe-feature-metadata.ts';
import { featureGroupMachine } from './feature-group-machine.ts';
import { listFeatureGroups } from './list-feature-groups.ts';
import { updateFeatureGroup } from './update-feature-group.ts';
import { updateFeatureMetadata } from './update-feature-metadata.ts';

export const featureGroups = defineArea({
  schema: FEATURE_STORE_SCHEMA,
  machines: [featureGroupMachine, sweepMachine, offlineStoreMachine],
  handlers: {
    CreateFeatureGroup: createFeatureGroup,
    DeleteFeatureGroup: deleteFeatureGroup,
    DescribeFeatureGroup: describeFeatureGroup,
    DescribeFeatureMetadata: describeFeatureMetadata,
    ListFeatureGroups: listFeatureGroups,
    UpdateFeatureGroup: updateFeatureGroup,
    UpdateFeatureMetadata: updateFeatureMetadata,
  },
});
