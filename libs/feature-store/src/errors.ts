/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  FEATURES_NOT_DECLARED: 'A model without a `features` section was asked for features.',
  FEATURE_NAME_UNKNOWN: 'A model declares no feature group or view of that name.',
  FEATURE_GROUP_NAME_TOO_LONG: 'The name of a feature group on AWS, made of namespace, model and group, is too long.',
  FEATURE_GROUP_INCOMPATIBLE: 'A feature group differs from its declaration in what AWS cannot change.',
  FEATURE_GROUP_FAILED: 'AWS could not make or change a feature group.',
  FEATURE_GROUP_MISSING: 'A declared feature group was not made yet, or is gone.',
  FEATURE_GROUP_NOT_OFFLINE: 'A training set was asked of a feature group that keeps no offline store.',
});
