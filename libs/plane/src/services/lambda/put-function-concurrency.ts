/**
 * PutFunctionConcurrency: a function's own share of the account's concurrency, guarantee and ceiling in one; 0 stops it.
 * @source docs - API, lambda-concurrency; the text from reports of Lambda's answers
 */
import { ACCOUNT_CONCURRENCY, UNRESERVED_MINIMUM } from './environments/concurrency.ts';
import { invalidParameter } from './errors.ts';
import { functionReference } from './function-name.ts';
import { requireFunction } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { allProvisioned } from './provisioned-table.ts';
import { reservedConcurrency } from './reserved-concurrency.ts';

export const putFunctionConcurrency: LambdaHandler<'PutFunctionConcurrency'> = (input, context) => {
  const { ReservedConcurrentExecutions: reserved } = input;
  const { name } = functionReference(context, input.FunctionName);
  const row = requireFunction(context, name);
  const { store } = context.plane;
  if (ACCOUNT_CONCURRENCY - reservedConcurrency(store, context, row.id) - reserved < UNRESERVED_MINIMUM) {
    throw invalidParameter(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED_MINIMUM}].`,
    );
  }
  const provisioned = allProvisioned(store, row.id).reduce((sum, { requested }) => sum + requested, 0);
  if (reserved < provisioned) {
    throw invalidParameter(
      "ReservedConcurrentExecutions for function should not be lower than function's total provisioned concurrency",
    );
  }
  store.run('update lambda_function set reserved = ? where id = ?', reserved, row.id);
  return { ReservedConcurrentExecutions: reserved };
};
