/** What AWS answers for things that are not there, and for operations that it does not allow or the plane lacks. */

/** SageMaker answers some names that are not there by `ResourceNotFound`, others by a `ValidationException` that says so. */
export const undefinedWhenMissing = (error: unknown): undefined => {
  const { name, message } = error as Error;
  if (name === 'ResourceNotFound') return undefined;
  if (name === 'ValidationException' && /could not find|does not exist|not found/i.test(message)) return undefined;
  throw error;
};

const REFUSALS = new Set([
  'NotImplemented',
  'AccessDeniedException',
  'UnrecognizedClientException',
  'UnknownOperationException',
]);

/** The name of an error that says: not here, or not you. */
export const refusalOf = (error: unknown): string => {
  const { name } = error as Error;
  if (REFUSALS.has(name)) return name;
  throw error;
};
