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
  FEATURE_VALUE_UNSAFE: 'A stored integer is beyond ±(2^53 - 1), which a number cannot hold.',
  FEATURE_KEY_INVALID: 'A row that features were asked for has no usable identifier for one of the groups.',
  FEATURE_READ_FAILED: 'AWS could not read some of the records that were asked for.',
  FEATURE_WRITE_FAILED: 'AWS did not take some records, however often they were sent.',
  FEATURE_ROWS_INVALID: 'Rows of a source are no records of their group; nothing of them was sent.',
  FEATURE_SOURCE_INVALID: 'A source of rows cannot be read: no such file, of no known kind, or broken.',
  FEATURE_SOURCE_CHANGED: 'A source is not the one of which an ingest was begun.',
  FEATURE_TRANSFORMS_MISSING: 'A view that declares transforms was read without them.',
  FEATURE_TRANSFORMS_INVALID: 'A module of transforms is not one of named functions, or a name of theirs is taken.',
  FEATURE_TRANSFORM_FAILED: 'A transform threw, or gave something that is no value.',
  FEATURE_OFFLINE_LATE: 'What was written is not in the offline store within the time that AWS takes at most.',
});
