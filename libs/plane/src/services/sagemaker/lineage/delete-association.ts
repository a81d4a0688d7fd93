/**
 * DeleteAssociation: unties two lineage entities.
 * @source docs
 * @source unverified - the text for an association that is not there
 */
import { AwsError } from '../../../wire/aws-error.ts';
import { ownArn } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';

const KINDS = ['artifact', 'action', 'context', 'experiment-trial-component', 'experiment'];

export const deleteAssociation: SageMakerHandler<'DeleteAssociation'> = (input, context) => {
  const { SourceArn, DestinationArn } = input;
  for (const arn of [SourceArn, DestinationArn]) ownArn(arn, KINDS, context, 'DeleteAssociation');
  const deleted = context.plane.store.run(
    'delete from sagemaker_association where source = ? and destination = ?',
    SourceArn,
    DestinationArn,
  );
  if (deleted === 0) {
    throw new AwsError('ResourceNotFound', 400, `Association between ${SourceArn} and ${DestinationArn} not found.`);
  }
  return { SourceArn, DestinationArn };
};
