/**
 * CreateModelPackageGroup: makes a group that versions of a model join.
 * @source sdk
 * @source unverified - the text for a name that is taken
 */
import { arnOf } from '../arn.ts';
import { insertModelPackageGroup } from './model-package-group-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { supportOnly } from '../unsupported.ts';
import { userContext } from '../user-context.ts';

export const createModelPackageGroup: SageMakerHandler<'CreateModelPackageGroup'> = (input, context) => {
  supportOnly('CreateModelPackageGroup', input, ['ModelPackageGroupName', 'ModelPackageGroupDescription', 'Tags']);
  const arn = arnOf(context, 'model-package-group', input.ModelPackageGroupName);
  insertModelPackageGroup(context, {
    ModelPackageGroupName: input.ModelPackageGroupName,
    ModelPackageGroupArn: arn,
    ModelPackageGroupDescription: input.ModelPackageGroupDescription,
    CreationTime: new Date(context.now()),
    CreatedBy: userContext(context.principal),
    ModelPackageGroupStatus: 'Completed',
  });
  putTags(context.plane.store, arn, input.Tags);
  return { ModelPackageGroupArn: arn };
};
