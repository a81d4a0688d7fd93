/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  DATA_REMOTE: 'A data channel in S3 was given to a notebook that runs on this machine.',
  PUBLISH_CUT_OFF: 'A publish lost its connection; the training job goes on without it.',
  NAME_INVALID: 'A name cannot be that of a model.',
  ARCHIVE_NOT_FOUND: 'There is no archive of a model at that path or S3 URI.',
  FILE_UNREADABLE: 'A file that was given for a model is not there, or cannot be read.',
  METRICS_INVALID: 'The metrics given for a model are not JSON of numbers by name.',
  SIGNATURE_INVALID: 'The signature given for a model is not JSON with the JSON Schemas of input and output.',
  NOTEBOOK_NOT_JSON: 'The notebook given for a model is not JSON.',
  INPUT_INVALID: 'The input of a prediction does not fit the signature of the model that serves.',
  ENDPOINT_NOT_DECLARED: 'A verb that makes or serves a version was given a model whose `serve` has no `endpoint`.',
  NOT_DEPLOYED: 'A model has no endpoint, or its endpoint serves something else.',
});
