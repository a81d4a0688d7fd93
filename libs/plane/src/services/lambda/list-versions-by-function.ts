/**
 * ListVersionsByFunction: `$LATEST`, then the numbers.
 * @source docs - at most 50 per page
 */
import { page } from '../../store/page.ts';
import { equals } from '../../store/page-filter.ts';
import { functionReference } from './function-name.ts';
import { requireFunction, type VersionRow } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { invalidMarker, MOST_ITEMS } from './list-page.ts';
import { versionSummary } from './version-summary.ts';

export const listVersionsByFunction: LambdaHandler<'ListVersionsByFunction'> = (input, context) => {
  const { name } = functionReference(context, input.FunctionName);
  requireFunction(context, name);
  const { rows, nextToken } = page<VersionRow>(context.plane.store, {
    ...{ operation: 'ListVersionsByFunction', table: 'lambda_version', columns: ['*'], scope: context },
    where: [equals('name', name)],
    ...{ sort: ['ordinal'], order: 'Ascending', nextToken: input.Marker, invalidToken: invalidMarker },
    maxResults: Math.min(MOST_ITEMS, input.MaxItems ?? MOST_ITEMS),
  });
  return {
    Versions: rows.map((row) => versionSummary(context, row, true)),
    ...(nextToken !== undefined && { NextMarker: nextToken }),
  };
};
