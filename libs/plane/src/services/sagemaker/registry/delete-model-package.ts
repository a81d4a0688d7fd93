/**
 * DeleteModelPackage: removes a version or an unversioned package; models made from it stay.
 * @source sdk
 */
import { requireModelPackage } from './model-package-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { removeTags } from '../tags/tag-table.ts';

const OPERATION = 'DeleteModelPackage';

export const deleteModelPackage: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const { store } = context.plane;
  const { package: deleted, resource } = requireModelPackage(context, input.ModelPackageName, OPERATION);
  store.run(
    'delete from sagemaker_model_package where account = ? and region = ? and resource = ?',
    context.accountId,
    context.region,
    resource,
  );
  removeTags(store, deleted.ModelPackageArn!);
  return {};
};
