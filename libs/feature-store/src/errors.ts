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
  SPINE_UNREADABLE: 'The rows that a training set is made for cannot be read.',
  SPINE_INVALID: 'The rows that a training set is made for have values of different types in one column.',
  SPINE_COLUMNS: 'A spine lacks the column of its times or of ids, or has one that is named as a feature.',
  SPINE_TYPE_DIFFERS: 'A column of a spine has another type than the feature groups need.',
  SPINE_TIME_MIXED: 'The times of a spine are written in several formats or zones.',
  SPINE_TIME_INVALID: 'Times of a spine are missing, or are no times.',
  TRANSFORM_FAILED: 'An on-demand transform threw, or gave rows that do not fit one another.',
});
