/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  GROUP_NOT_FOUND: 'A model has no group in the registry: nothing of it has been published.',
  VERSION_UNKNOWN: 'A group has no such version, or it is not written as a whole number, `latest` or `approved`.',
  VERSION_NONE_APPROVED: 'The newest approved version is asked for, and none is approved.',
  REASON_INVALID: 'An approval or a rejection was given no reason, or one that the registry cannot keep.',
  METADATA_TOO_LARGE: 'A value is longer than the 256 characters that the registry keeps.',
});
