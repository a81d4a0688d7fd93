/** The features of feature groups, each with its description and parameters, as Search shows them. */
import { documentsOf, type SearchResource } from '../search-resource.ts';

export const featureMetadata: SearchResource = {
  member: 'FeatureMetadata',
  shape: 'FeatureMetadata',
  table: 'feature_store_feature',
  watches: [],
  records: (rows) => documentsOf<object>(rows),
};
