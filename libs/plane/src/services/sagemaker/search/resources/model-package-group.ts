/** Model package groups as Search shows them. */
import type { ModelPackageGroup } from '../../registry/model-package-group-table.ts';
import { documentsOf, tagged, tagWatch, type SearchResource } from '../search-resource.ts';

const TABLE = 'sagemaker_model_package_group';

export const modelPackageGroup: SearchResource = {
  member: 'ModelPackageGroup',
  shape: 'ModelPackageGroup',
  table: TABLE,
  watches: [tagWatch(TABLE, 'model-package-group')],
  records: (rows, store) =>
    tagged(documentsOf<ModelPackageGroup>(rows), store, ({ ModelPackageGroupArn }) => ModelPackageGroupArn),
};
