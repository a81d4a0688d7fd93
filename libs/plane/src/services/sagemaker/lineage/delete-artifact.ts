/**
 * DeleteArtifact: removes an artifact by its ARN or its source.
 * @source docs - either ArtifactArn or Source; associations go first
 * @source unverified - the texts
 */
import { validationException } from '../../../wire/aws-error.ts';
import { ownArn } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { artifactId } from './artifact-source.ts';
import { deleteEntity } from './delete-entity.ts';

export const deleteArtifact: SageMakerHandler<'DeleteArtifact'> = (input, context) => {
  const { ArtifactArn, Source } = input;
  if ((ArtifactArn === undefined) === (Source === undefined)) {
    throw validationException('Either ArtifactArn or Source must be specified.');
  }
  const name = Source ? artifactId(context, Source) : ownArn(ArtifactArn!, ['artifact'], context, 'DeleteArtifact').id;
  return { ArtifactArn: deleteEntity(context, 'artifact', name) };
};
