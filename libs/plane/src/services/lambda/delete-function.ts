/**
 * DeleteFunction: a function with all that is its own, or one of its versions.
 * @source docs - a version that an alias leads to stays
 */
import { aliasesOf } from './alias-table.ts';
import { conflict, invalidParameter } from './errors.ts';
import { functionArn, functionReference, LATEST } from './function-name.ts';
import { forgetMachine } from './function-state.ts';
import { findVersion, requireFunction } from './function-table.ts';
import { forgetEvents } from './events/event-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { lambdaRuntime } from './lambda-runtime.ts';
import { forgetProvisioned } from './provisioned-machine.ts';

/** Tables of what is a function's own. */
const OWN = ['lambda_version', 'lambda_alias', 'lambda_policy'];

export const deleteFunction: LambdaHandler<'DeleteFunction'> = (input, context) => {
  const { name, qualifier } = functionReference(context, input.FunctionName, input.Qualifier);
  const { store } = context.plane;
  const row = requireFunction(context, name, qualifier);
  const retire = (version?: string): void =>
    store.afterCommit(() =>
      lambdaRuntime(context.plane).fleet.retire(context.accountId, context.region, name, version),
    );
  if (qualifier === undefined) {
    forgetMachine(context, row.id);
    forgetProvisioned(context, row.id);
    forgetEvents(context, row.id);
    for (const table of OWN) store.run(`delete from ${table} where function = ?`, row.id);
    store.run('delete from lambda_function where id = ?', row.id);
    retire();
    return { StatusCode: 204 };
  }
  if (qualifier === LATEST) throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  const version = findVersion(store, row.id, qualifier);
  if (!version) {
    if (/^\d+$/.test(qualifier)) return { StatusCode: 204 };
    throw invalidParameter('Deletion of aliases is not currently supported.');
  }
  const aliases = aliasesOf(store, row.id, qualifier);
  if (aliases.length > 0) {
    throw conflict(
      `Version (${functionArn(context, name, qualifier)}) is currently associated with one or more aliases: ${aliases.join(', ')}. Please update the aliases before deleting the version.`,
    );
  }
  forgetProvisioned(context, row.id, qualifier);
  store.run('delete from lambda_policy where function = ? and qualifier = ?', row.id, qualifier);
  store.run('delete from lambda_version where id = ?', version.id);
  retire(qualifier);
  return { StatusCode: 204 };
};
