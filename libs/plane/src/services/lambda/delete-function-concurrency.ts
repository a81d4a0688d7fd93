/**
 * DeleteFunctionConcurrency: a function shares again with the others.
 * @source docs
 */
import { functionReference } from './function-name.ts';
import { requireFunction } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';

export const deleteFunctionConcurrency: LambdaHandler<'DeleteFunctionConcurrency'> = (input, context) => {
  const row = requireFunction(context, functionReference(context, input.FunctionName).name);
  context.plane.store.run('update lambda_function set reserved = null where id = ?', row.id);
  return {};
};
