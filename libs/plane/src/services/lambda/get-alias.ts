/**
 * GetAlias: where an alias leads.
 * @source docs
 */
import { requireAlias } from './alias-table.ts';
import { functionReference } from './function-name.ts';
import { requireFunction } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';

export const getAlias: LambdaHandler<'GetAlias'> = (input, context) => {
  const { name } = functionReference(context, input.FunctionName);
  return requireAlias(context, requireFunction(context, name), input.Name);
};
