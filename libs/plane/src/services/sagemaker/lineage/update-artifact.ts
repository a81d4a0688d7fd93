/**
 * UpdateArtifact: gives an artifact another name or other properties.
 * @source docs - Properties overwrites the list that was there
 * @source unverified - that PropertiesToRemove applies after it
 */
import { ownArn } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { userContext } from '../user-context.ts';
import { checkArtifactName } from './artifact-name.ts';
import { updatedProperties } from './entity-properties.ts';
import { replaceEntity, requireEntity } from './lineage-entity-table.ts';

export const updateArtifact: SageMakerHandler<'UpdateArtifact'> = (input, context) => {
  const { id } = ownArn(input.ArtifactArn, ['artifact'], context, 'UpdateArtifact');
  const current = requireEntity(context, 'artifact', id);
  checkArtifactName(context, input.ArtifactName, input.ArtifactArn);
  const ArtifactName = input.ArtifactName ?? current.ArtifactName;
  const changed = {
    ...current,
    ArtifactName,
    Properties: updatedProperties(current.Properties, input),
    LastModifiedTime: new Date(context.now()),
    LastModifiedBy: userContext(context.principal),
  };
  replaceEntity(context.plane.store, context, 'artifact', id, changed, ArtifactName);
  return { ArtifactArn: input.ArtifactArn };
};
