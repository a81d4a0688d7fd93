/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  FEATURES_NOT_DECLARED: 'A model without a `features` section was asked for features.',
  FEATURE_NAME_UNKNOWN: 'A model declares no feature group or view of that name.',
  FEATURE_GROUP_NAME_TOO_LONG: 'The name of a feature group on AWS, made of namespace, model and group, is too long.',
});
