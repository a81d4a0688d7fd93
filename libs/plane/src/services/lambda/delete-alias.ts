/**
 * DeleteAlias: forgets an alias with its policy and what is kept ahead for it; one that is not there is as good.
 * @source docs
 */
import { functionReference } from './function-name.ts';
import { requireFunction } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { forgetProvisioned } from './provisioned-machine.ts';

export const deleteAlias: LambdaHandler<'DeleteAlias'> = (input, context) => {
  const { name } = functionReference(context, input.FunctionName);
  const row = requireFunction(context, name);
  const { store } = context.plane;
  forgetProvisioned(context, row.id, input.Name);
  store.run('delete from lambda_policy where function = ? and qualifier = ?', row.id, input.Name);
  store.run('delete from lambda_alias where function = ? and name = ?', row.id, input.Name);
  return {};
};
