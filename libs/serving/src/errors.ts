/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  RECOMMENDATIONS_NOT_DECLARED: 'A verb of recommendations was given a model whose `serve` declares none.',
  RECOMMENDATION_KEY_INVALID: 'An id or a name cannot stand in a key of the recommendation table.',
  RECOMMENDATION_ROW_INVALID: 'A row of recommendations breaks a rule of the table; the message names the row.',
  RECOMMENDATION_TOO_LARGE: "A row's recommendations make an item larger than DynamoDB takes, 400 KB.",
  RECOMMENDATION_ITEM_BROKEN: 'An item of the recommendation table is not of the form that is written there.',
  POPULAR_MISSING: 'A data version has no popular recommendations for users nobody knows.',
  DATA_VERSION_DIFFERS: 'A data version is complete, and the rows given for it are others.',
  DATA_VERSION_TAKEN_OVER: 'Another process began to write the same data version.',
  DATA_VERSION_RETIRED: 'A data version is on its way out: it expires or is being deleted.',
  DATA_VERSION_UNKNOWN: 'There is no data version of that name.',
  DATA_VERSION_INCOMPLETE: 'A data version was not written to its end.',
  DATA_VERSION_IN_USE: 'A data version is served, tried, or the one that a rollback goes back to.',
  DATA_SWITCH_LOST: 'Somebody else changed which data version is served.',
  DATA_NOTHING_SERVED: 'No data version is served yet.',
  DATA_NOTHING_TO_ROLL_BACK: 'There is no data version to go back to.',
  DATA_SHARE_INVALID: 'The share of users of a trial is not above 0 and at most 1.',
  DYNAMODB_THROTTLED: 'DynamoDB left items unprocessed after every retry.',
  RECOMMENDATION_FUNCTION_FAILED:
    'The function behind the recommendations cannot be made ready; the error has the reason.',
  RECOMMENDATION_API_MISSING: 'The HTTP API of the recommendations is not there.',
  RECOMMENDATION_API_REFUSED: 'The HTTP API of the recommendations answered with an error.',
});
