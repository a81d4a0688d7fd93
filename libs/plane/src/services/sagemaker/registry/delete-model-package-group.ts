/**
 * DeleteModelPackageGroup: removes a group that has no versions left.
 * @source sdk - ConflictException is its only declared error
 * @source unverified - the text for a group that has versions
 */
import { AwsError } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import { requireModelPackageGroup } from './model-package-group-table.ts';
import { nameOf } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { removeTags } from '../tags/tag-table.ts';

const OPERATION = 'DeleteModelPackageGroup';

export const deleteModelPackageGroup: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const { store } = context.plane;
  const name = nameOf(input.ModelPackageGroupName, 'model-package-group', context, OPERATION);
  requireModelPackageGroup(context, name);
  const version = store.get(
    'select 1 from sagemaker_model_package where account = ? and region = ? and versioned = 1 and name = ? limit 1',
    context.accountId,
    context.region,
    name,
  );
  if (version) {
    throw new AwsError(
      'ConflictException',
      400,
      'Model Package Group cannot be deleted because it still contains Model Packages.',
    );
  }
  store.run(
    'delete from sagemaker_model_package_group where account = ? and region = ? and name = ?',
    context.accountId,
    context.region,
    name,
  );
  removeTags(store, arnOf(context, 'model-package-group', name));
  return {};
};
