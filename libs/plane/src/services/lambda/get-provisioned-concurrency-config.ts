/**
 * GetProvisionedConcurrencyConfig: how far the environments that are kept ahead have come.
 * @source docs
 */
import { AwsError } from '../../wire/aws-error.ts';
import { functionReference } from './function-name.ts';
import { requireFunction } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { provisionedStatus } from './provisioned-status.ts';
import { findProvisioned } from './provisioned-table.ts';

export const getProvisionedConcurrencyConfig: LambdaHandler<'GetProvisionedConcurrencyConfig'> = (input, context) => {
  const { name } = functionReference(context, input.FunctionName);
  const row = requireFunction(context, name, input.Qualifier);
  const found = findProvisioned(context.plane.store, row.id, input.Qualifier);
  if (!found) {
    throw new AwsError(
      'ProvisionedConcurrencyConfigNotFoundException',
      404,
      'No Provisioned Concurrency Config found for this function',
      { Type: 'User' },
    );
  }
  return provisionedStatus(context, found);
};
