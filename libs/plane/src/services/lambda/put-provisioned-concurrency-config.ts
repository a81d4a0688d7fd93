/**
 * PutProvisionedConcurrencyConfig: keeps environments of a version or an alias ahead.
 * @source docs - API, provisioned-concurrency; texts from reports of Lambda's answers
 */
import { findAlias } from './alias-table.ts';
import { UNRESERVED_MINIMUM } from './environments/concurrency.ts';
import { functionNotFound, invalidParameter } from './errors.ts';
import { functionArn, functionReference, LATEST } from './function-name.ts';
import { documentOf, findVersion, requireFunction } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { provision } from './provisioned-machine.ts';
import { provisionedStatus } from './provisioned-status.ts';
import { allProvisioned, findProvisioned } from './provisioned-table.ts';
import { unreservedConcurrency } from './reserved-concurrency.ts';
import { checkNoUpdate } from './update-in-progress.ts';

export const putProvisionedConcurrencyConfig: LambdaHandler<'PutProvisionedConcurrencyConfig'> = (input, context) => {
  const { Qualifier: qualifier, ProvisionedConcurrentExecutions: requested } = input;
  const { name } = functionReference(context, input.FunctionName);
  const row = requireFunction(context, name, qualifier);
  const { store } = context.plane;
  const alias = findAlias(store, row.id, qualifier);
  if (qualifier === LATEST || alias?.FunctionVersion === LATEST) {
    throw invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.');
  }
  if (alias?.RoutingConfig) {
    throw invalidParameter('Alias with weights can not be used with Provisioned Concurrency');
  }
  const version = findVersion(store, row.id, alias?.FunctionVersion ?? qualifier);
  if (!version) throw functionNotFound(functionArn(context, name, qualifier));
  checkNoUpdate(context, documentOf(version));
  const known = findProvisioned(store, row.id, qualifier);
  const others = allProvisioned(store, row.id)
    .filter(({ id }) => id !== known?.id)
    .reduce((sum, other) => sum + other.requested, 0);
  if (row.reserved !== null && others + requested > row.reserved) {
    throw invalidParameter(
      'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    );
  }
  const left = unreservedConcurrency(store, context) + (known?.requested ?? 0) - requested;
  if (row.reserved === null && left < UNRESERVED_MINIMUM) {
    throw invalidParameter(
      `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED_MINIMUM}].`,
    );
  }
  store.run(
    `insert into lambda_provisioned (function, account, region, name, qualifier, requested, status, modified)
     values (?, ?, ?, ?, ?, ?, 'IN_PROGRESS', ?)
     on conflict (function, qualifier) do update set requested = excluded.requested, modified = excluded.modified`,
    row.id,
    context.accountId,
    context.region,
    name,
    qualifier,
    requested,
    context.now(),
  );
  provision(context, row.id, qualifier);
  return provisionedStatus(context, findProvisioned(store, row.id, qualifier)!);
};
