/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  RUN_NAME_INVALID: 'The name of an experiment or a run is not one that SageMaker takes.',
  RUN_VALUE_INVALID: 'A parameter, metric or artifact is not one that SageMaker takes.',
  RUN_LIMIT: 'A run has as many parameters or artifacts as SageMaker keeps.',
  RUN_CLOSED: 'Something was logged to a run that is closed.',
  RUN_NOT_DELIVERED: 'What a run logged is in its journal, but SageMaker has not taken all of it.',
  RUN_NOT_FOUND: 'There is no such experiment or run.',
});
