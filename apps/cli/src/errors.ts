/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  USAGE_VERB: 'There is no such verb.',
  USAGE_OPTION: 'A verb has no such option, or the option lacks its value.',
  USAGE_ARGUMENT: 'An argument of a verb is missing, not allowed, or one too many.',
  MODEL_NOT_MADE: 'The generator of a model refused or did not end well.',
  MODEL_UNKNOWN: 'There is no model of that name in the workspace.',
  EXPERIMENT_UNKNOWN: 'There is no experiment, and no model with one, of that name.',
  RUN_UNKNOWN: 'There is no run, job or model of that name, or a name fits several runs.',
  METRIC_UNKNOWN: 'No run that was looked at has a metric of that name.',
  INPUT_UNREADABLE: 'What a verb was given is not JSON, or its file cannot be read.',
  ROWS_UNREADABLE: 'A file has no rows of recommendations, or a line of it is none; the message names the line.',
  RECOMMENDATIONS_NOT_WRITTEN: 'A model has no table of recommendations yet.',
  RECOMMENDATION_API_UNREACHABLE: 'Nothing answers at the address of the HTTP API of the recommendations.',
  RECOMMENDATION_API_ANSWER:
    'The HTTP API of the recommendations answered with an error; the message has its status and its reason.',
  API_CODE_UNREADABLE: 'The zip of the function behind the recommendations cannot be read.',
  REPORT_UNWRITABLE: 'The file that a report was to be written to cannot be written.',
  LOG_UNKNOWN: 'No model, training job or endpoint of that name has a log.',
  LOG_NONE: 'A model has no log yet: no training job and no endpoint.',
  PLANE_START_FAILED: 'The plane did not start.',
  PLANE_UNRESPONSIVE: 'A plane runs on the workspace, and does not answer or end.',
  PLANE_OUTDATED:
    'The plane that runs does not host the account of an environment: it was started before that was configured.',
});
