/**
 * CreateModelPackage: registers a version in a group, or an unversioned package. No container runs to validate it, so it
 * is Completed at once.
 * @source docs - versions count from 1 in each group, take no tags and wait for manual approval
 * @source unverified - numbers are not given again after a deletion; the texts, but for those of both and neither name
 */
import { createHash } from 'node:crypto';
import { validationException } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import { checkCreateModelPackage } from './check-create-model-package.ts';
import { appendModelPackageEvent } from './model-package-event.ts';
import { nextVersion, requireModelPackageGroup } from './model-package-group-table.ts';
import { findByClientToken, insertModelPackage, type ModelPackage } from './model-package-table.ts';
import { nameOf } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { userContext } from '../user-context.ts';

const OPERATION = 'CreateModelPackage';

export const createModelPackage: SageMakerHandler<typeof OPERATION> = (input, context) => {
  checkCreateModelPackage(OPERATION, input);
  const { ModelPackageGroupName: givenGroup, ModelPackageName, Tags, ClientToken, ...described } = input;
  const group = givenGroup && nameOf(givenGroup, 'model-package-group', context, OPERATION);

  const request = createHash('sha256')
    .update(JSON.stringify({ group, ModelPackageName, Tags, ...described }))
    .digest('base64url');
  const earlier = ClientToken === undefined ? undefined : findByClientToken(context, ClientToken);
  if (earlier) {
    if (earlier.request !== request) {
      throw validationException(`The client token ${ClientToken} was used with other parameters.`);
    }
    return { ModelPackageArn: arnOf(context, 'model-package', earlier.resource) };
  }

  if (group !== undefined) requireModelPackageGroup(context, group);
  const version = group === undefined ? undefined : nextVersion(context, group);
  const resource = group === undefined ? ModelPackageName! : `${group}/${version}`;
  const arn = arnOf(context, 'model-package', resource);
  const made: ModelPackage = {
    ...described,
    ModelPackageName: group ?? ModelPackageName,
    ModelPackageGroupName: group,
    ModelPackageVersion: version,
    ModelPackageArn: arn,
    CreationTime: new Date(context.now()),
    CreatedBy: userContext(context.principal),
    ModelPackageStatus: 'Completed',
    ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
    CertifyForMarketplace: false,
    ModelApprovalStatus: group === undefined ? undefined : (input.ModelApprovalStatus ?? 'PendingManualApproval'),
  };
  insertModelPackage(context, resource, made, { token: ClientToken, request });
  putTags(context.plane.store, arn, Tags);
  appendModelPackageEvent(context, made);
  return { ModelPackageArn: arn };
};
