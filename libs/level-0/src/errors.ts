/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  DATA_REMOTE: 'A data channel in S3 was given to a notebook that runs on this machine.',
  PUBLISH_CUT_OFF: 'A publish lost its connection; the training job goes on without it.',
  INPUT_INVALID: 'The input of a prediction does not fit the signature of the model that serves.',
  NOT_DEPLOYED: 'A model has no endpoint, or its endpoint serves something else.',
});
