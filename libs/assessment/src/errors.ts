/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  ATTESTATION_UNKNOWN: 'What was attested is no item of the report, or one that is seen rather than attested.',
});
