/** Search over SageMaker's resources: what the service is made of here. */
import { defineArea } from '../area.ts';
import { getSearchSuggestions } from './get-search-suggestions.ts';
import { search as searchHandler } from './search.ts';

export const search = defineArea({
  schema: [],
  handlers: {
    GetSearchSuggestions: getSearchSuggestions,
    Search: searchHandler,
  },
});
