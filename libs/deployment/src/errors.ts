/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  VERSION_NOT_APPROVED: 'A version is to be served that nobody has approved.',
  GATE_MISSED: 'A version is to be served whose metrics miss a gate of its model.',
  ENDPOINT_BUSY: 'Somebody else changed an endpoint at the same moment.',
  ENDPOINT_FAILED: 'An endpoint did not reach service.',
  ENDPOINT_NOT_FOUND: 'There is no such endpoint, or it is not in service.',
  INVOCATION_FAILED: 'The container behind an endpoint answered an error.',
});
