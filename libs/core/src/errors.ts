/** What can be wrong in this package. */
import { errorCatalogue } from './gradus-error.ts';

export const errors = errorCatalogue({
  MODEL_INVALID: 'A model declaration has mistakes; every one of them is listed.',
  MODEL_NOT_FOUND: 'There is no `model.ts` at that path.',
  MODEL_SYNTAX: 'A `model.ts` does not compile, or imports something that cannot be found.',
  MODEL_THREW: 'A `model.ts` threw while it was loaded.',
  MODEL_NO_DEFAULT_EXPORT: 'A `model.ts` does not default-export what `defineModel` returns.',
  WORKSPACE_NOT_FOUND: 'Neither the current folder nor one above it is a Gradus workspace.',
});
