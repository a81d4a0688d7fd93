/** Names of artifacts, which are optional and unique in an account and region. */
import type { CallContext } from '../../../service.ts';
import { validationException } from '../../../wire/aws-error.ts';

/** @throws AwsError ValidationException when another artifact than `arn` has the name */
export const checkArtifactName = (
  { accountId, region, plane }: CallContext,
  name: string | undefined,
  arn: string,
): void => {
  if (name === undefined) return;
  const other = plane.store.get<{ arn: string }>(
    'select arn from sagemaker_lineage_entity where account = ? and region = ? and label = ? and arn <> ?',
    accountId,
    region,
    name,
    arn,
  );
  if (other) throw validationException(`Artifact names must be unique: ${name} is the name of ${other.arn}`);
};
