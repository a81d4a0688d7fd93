/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  GROUP_NOT_FOUND: 'A model has no group in the registry: nothing of it has been published.',
  VERSION_NOT_FOUND: 'A group has no such version.',
  VERSION_INVALID: 'A version is not written as a whole number, `latest` or `approved`.',
  VERSION_FOREIGN: 'A version was not published by Gradus: it lacks the metadata that its verbs read.',
  REASON_MISSING: 'An approval or a rejection was given no reason.',
  METADATA_TOO_LARGE: 'A value is longer than the 256 characters that the registry keeps.',
});
