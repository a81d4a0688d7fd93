/**
 * CreateArtifact: records a URI that jobs and models are made from or make.
 * @source docs - there is one artifact for a source; names are unique
 * @source unverified - the texts; that artifacts of one URI and other SourceTypes are others; how the id in the ARN is made
 */
import { validationException } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { userContext } from '../user-context.ts';
import { artifactId } from './artifact-source.ts';
import { checkArtifactName } from './artifact-name.ts';
import { insertEntity } from './lineage-entity-table.ts';
import { lineageGroupArn } from './lineage-group.ts';
import { checkLineageLimit } from './lineage-limits.ts';

export const createArtifact: SageMakerHandler<'CreateArtifact'> = (input, context) => {
  const { Tags, ...described } = input;
  const name = artifactId(context, input.Source);
  const arn = arnOf(context, 'artifact', name);
  checkArtifactName(context, input.ArtifactName, arn);
  checkLineageLimit(context, 'artifact');
  const now = new Date(context.now());
  const by = userContext(context.principal);
  const added = insertEntity(context.plane.store, context, {
    kind: 'artifact',
    name,
    label: input.ArtifactName,
    type: input.ArtifactType,
    source: input.Source.SourceUri,
    manual: true,
    document: {
      ...described,
      ArtifactArn: arn,
      CreationTime: now,
      CreatedBy: by,
      LastModifiedTime: now,
      LastModifiedBy: by,
      LineageGroupArn: lineageGroupArn(context),
    },
  });
  if (!added) throw validationException(`Artifact with source uri ${input.Source.SourceUri} already exists: ${arn}`);
  putTags(context.plane.store, arn, Tags);
  return { ArtifactArn: arn };
};
