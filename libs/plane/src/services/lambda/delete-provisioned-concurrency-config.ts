/**
 * DeleteProvisionedConcurrencyConfig: keeps nothing ahead any more.
 * @source docs
 */
import { functionReference } from './function-name.ts';
import { requireFunction } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { forgetProvisioned } from './provisioned-machine.ts';

export const deleteProvisionedConcurrencyConfig: LambdaHandler<'DeleteProvisionedConcurrencyConfig'> = (
  input,
  context,
) => {
  const { name } = functionReference(context, input.FunctionName);
  forgetProvisioned(context, requireFunction(context, name, input.Qualifier).id, input.Qualifier);
  return {};
};
