/** SageMaker's lineage: artifacts, actions, contexts, what ties them together, and those that SageMaker makes itself. */
import { defineArea } from '../area.ts';
import { addAssociation } from './add-association.ts';
import { ASSOCIATION_SCHEMA } from './association-table.ts';
import { createAction } from './create-action.ts';
import { createArtifact } from './create-artifact.ts';
import { createContext } from './create-context.ts';
import { deleteAction } from './delete-action.ts';
import { deleteArtifact } from './delete-artifact.ts';
import { deleteAssociation } from './delete-association.ts';
import { deleteContext } from './delete-context.ts';
import { describeAction } from './describe-action.ts';
import { describeArtifact } from './describe-artifact.ts';
import { describeContext } from './describe-context.ts';
import { LINEAGE_ENTITY_SCHEMA } from './lineage-entity-table.ts';
import { lineageFollower } from './lineage-follower.ts';
import { listActions } from './list-actions.ts';
import { listArtifacts } from './list-artifacts.ts';
import { listAssociations } from './list-associations.ts';
import { listContexts } from './list-contexts.ts';
import { queryLineage } from './query-lineage.ts';
import { updateAction } from './update-action.ts';
import { updateArtifact } from './update-artifact.ts';
import { updateContext } from './update-context.ts';

export const lineage = defineArea({
  schema: [...LINEAGE_ENTITY_SCHEMA, ...ASSOCIATION_SCHEMA],
  followers: [lineageFollower],
  handlers: {
    AddAssociation: addAssociation,
    CreateAction: createAction,
    CreateArtifact: createArtifact,
    CreateContext: createContext,
    DeleteAction: deleteAction,
    DeleteArtifact: deleteArtifact,
    DeleteAssociation: deleteAssociation,
    DeleteContext: deleteContext,
    DescribeAction: describeAction,
    DescribeArtifact: describeArtifact,
    DescribeContext: describeContext,
    ListActions: listActions,
    ListArtifacts: listArtifacts,
    ListAssociations: listAssociations,
    ListContexts: listContexts,
    QueryLineage: queryLineage,
    UpdateAction: updateAction,
    UpdateArtifact: updateArtifact,
    UpdateContext: updateContext,
  },
});
