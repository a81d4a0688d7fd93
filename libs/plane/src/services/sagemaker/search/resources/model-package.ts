/** Model packages, versions and unversioned ones, as Search shows them. */
import type { ModelPackage } from '../../registry/model-package-table.ts';
import { tagged, tagWatch, type ResourceRow, type SearchResource } from '../search-resource.ts';

const TABLE = 'sagemaker_model_package';

interface PackageRow extends ResourceRow {
  readonly created: number;
  readonly modified: number | null;
}

/** A package that was never changed was last modified when it was made. */
export const modelPackage: SearchResource<PackageRow> = {
  member: 'ModelPackage',
  shape: 'ModelPackage',
  table: TABLE,
  columns: ['created', 'modified'],
  watches: [tagWatch(TABLE, 'model-package', 'resource')],
  records: (rows, store) => {
    const packages = rows.map(({ document, created, modified }): ModelPackage => ({
      ...(JSON.parse(document) as ModelPackage),
      CreationTime: new Date(created),
      LastModifiedTime: new Date(modified ?? created),
    }));
    return tagged(packages, store, ({ ModelPackageArn }) => ModelPackageArn);
  },
};
