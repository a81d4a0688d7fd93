/** SageMaker's the model registry: what the service is made of here. */
import { defineArea } from '../area.ts';
import { createModelPackage } from './create-model-package.ts';
import { createModelPackageGroup } from './create-model-package-group.ts';
import { deleteModelPackage } from './delete-model-package.ts';
import { deleteModelPackageGroup } from './delete-model-package-group.ts';
import { describeModelPackage } from './describe-model-package.ts';
import { describeModelPackageGroup } from './describe-model-package-group.ts';
import { listModelPackageGroups } from './list-model-package-groups.ts';
import { listModelPackages } from './list-model-packages.ts';
import { MODEL_PACKAGE_GROUP_SCHEMA } from './model-package-group-table.ts';
import { MODEL_PACKAGE_SCHEMA } from './model-package-table.ts';
import { updateModelPackage } from './update-model-package.ts';

export const registry = defineArea({
  schema: [...MODEL_PACKAGE_GROUP_SCHEMA, ...MODEL_PACKAGE_SCHEMA],
  handlers: {
    CreateModelPackage: createModelPackage,
    CreateModelPackageGroup: createModelPackageGroup,
    DeleteModelPackage: deleteModelPackage,
    DeleteModelPackageGroup: deleteModelPackageGroup,
    DescribeModelPackage: describeModelPackage,
    DescribeModelPackageGroup: describeModelPackageGroup,
    ListModelPackageGroups: listModelPackageGroups,
    ListModelPackages: listModelPackages,
    UpdateModelPackage: updateModelPackage,
  },
});
