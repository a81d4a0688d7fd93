/**
 * DescribeArtifact: an artifact by ARN.
 * @source docs
 * @source unverified - the text for one that is not there
 */
import { ownArn } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { requireEntity } from './lineage-entity-table.ts';

export const describeArtifact: SageMakerHandler<'DescribeArtifact'> = (input, context) =>
  requireEntity(context, 'artifact', ownArn(input.ArtifactArn, ['artifact'], context, 'DescribeArtifact').id);
