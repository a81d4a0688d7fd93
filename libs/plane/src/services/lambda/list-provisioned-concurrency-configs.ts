/**
 * ListProvisionedConcurrencyConfigs: what is kept ahead of a function.
 * @source docs - at most 50 per page
 */
import { page } from '../../store/page.ts';
import { equals } from '../../store/page-filter.ts';
import { functionArn, functionReference } from './function-name.ts';
import { requireFunction } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { invalidMarker, MOST_ITEMS } from './list-page.ts';
import { provisionedStatus } from './provisioned-status.ts';
import type { ProvisionedRow } from './provisioned-table.ts';

const OPERATION = 'ListProvisionedConcurrencyConfigs';

export const listProvisionedConcurrencyConfigs: LambdaHandler<typeof OPERATION> = (input, context) => {
  const { name } = functionReference(context, input.FunctionName);
  const row = requireFunction(context, name);
  const { rows, nextToken } = page<ProvisionedRow>(context.plane.store, {
    ...{ operation: OPERATION, table: 'lambda_provisioned', columns: ['*'], scope: context },
    where: [equals('function', row.id)],
    ...{ sort: ['qualifier'], order: 'Ascending', nextToken: input.Marker, invalidToken: invalidMarker },
    maxResults: Math.min(MOST_ITEMS, input.MaxItems ?? MOST_ITEMS),
  });
  return {
    ProvisionedConcurrencyConfigs: rows.map((each) => ({
      FunctionArn: functionArn(context, name, each.qualifier),
      ...provisionedStatus(context, each),
    })),
    ...(nextToken !== undefined && { NextMarker: nextToken }),
  };
};
