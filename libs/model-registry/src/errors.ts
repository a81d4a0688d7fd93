/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  GROUP_NOT_FOUND: 'A model has no group in the registry: nothing of it has been published.',
  VERSION_UNKNOWN: 'A group has no such version, or it is not written as a whole number, `latest` or `approved`.',
  VERSION_NONE_APPROVED: 'The newest approved version is asked for, and none is approved.',
  REASON_INVALID: 'A change of the registry was given no reason, or one that the registry cannot keep.',
  DECISION_CONFLICT: 'Somebody else approved or rejected the version since it was read.',
  JOURNAL_BUSY: 'Others change the registry of a model faster than a command can.',
  ALIAS_INVALID: 'An alias is not a name that a version can go by.',
  ALIAS_UNKNOWN: 'A model has no such alias.',
  ALIAS_CONFLICT: 'Somebody else moved or removed the alias since it was read.',
  STAGE_UNKNOWN: 'A model has no such stage.',
  STAGE_STATUS_UNKNOWN: 'There is no such status of a stage.',
  STAGE_TRANSITION: 'The stages of a model do not lead from where the version is to where it was to go.',
  STAGE_FORBIDDEN: 'The caller may not move versions of the model to that stage.',
  STAGE_CONFLICT: 'Somebody else moved the version to a stage since it was read.',
  ARCHIVE_INVALID: 'What was given for a model is no gzip-compressed tar archive with a file in it.',
  COMPARE_TOO_FEW: 'A comparison was given fewer than two different versions.',
  METADATA_TOO_LARGE: 'A value is longer than the 256 characters that the registry keeps.',
});
