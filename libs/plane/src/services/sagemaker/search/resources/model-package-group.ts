/** Model package groups as Search shows them. */
import { decodeDocument } from '../../../../store/document.ts';
import type { ModelPackageGroup } from '../../registry/model-package-group-table.ts';
import { tagsOf } from '../../tags/tag-table.ts';
import { tagWatch, type SearchResource } from '../search-resource.ts';

const TABLE = 'sagemaker_model_package_group';

export const modelPackageGroup: SearchResource = {
  member: 'ModelPackageGroup',
  shape: 'ModelPackageGroup',
  table: TABLE,
  watches: [tagWatch(TABLE, 'model-package-group')],
  record: ({ document }, store) => {
    const group = decodeDocument<ModelPackageGroup>(document);
    return { ...group, Tags: tagsOf(store, group.ModelPackageGroupArn!) };
  },
};
