/** Feature groups as Search shows them. */
import type { FeatureGroupDocument } from '../../../../feature-store/feature-group-table.ts';
import { documentsOf, tagged, tagWatch, type SearchResource } from '../search-resource.ts';

const TABLE = 'feature_store_group';

export const featureGroup: SearchResource = {
  member: 'FeatureGroup',
  shape: 'FeatureGroup',
  table: TABLE,
  watches: [tagWatch(TABLE, 'feature-group')],
  records: (rows, store) =>
    tagged(documentsOf<FeatureGroupDocument>(rows), store, ({ FeatureGroupArn }) => FeatureGroupArn),
};
