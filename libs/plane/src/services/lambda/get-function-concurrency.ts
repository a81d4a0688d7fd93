/**
 * GetFunctionConcurrency: a function's own share; nothing when it has none.
 * @source docs
 */
import { functionReference } from './function-name.ts';
import { requireFunction } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';

export const getFunctionConcurrency: LambdaHandler<'GetFunctionConcurrency'> = (input, context) => {
  const { reserved } = requireFunction(context, functionReference(context, input.FunctionName).name);
  return reserved === null ? {} : { ReservedConcurrentExecutions: reserved };
};
