/** Search over SageMaker's resources: what the service is made of here. */
import { defineArea } from '../area.ts';
import { getSearchSuggestions } from './get-search-suggestions.ts';
import { KEPT_INDEX_SCHEMA } from './kept-index.ts';
import { search as searchHandler } from './search.ts';

export const search = defineArea({
  schema: KEPT_INDEX_SCHEMA,
  handlers: {
    GetSearchSuggestions: getSearchSuggestions,
    Search: searchHandler,
  },
});
