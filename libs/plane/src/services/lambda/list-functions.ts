/**
 * ListFunctions: an account's functions by name, or all of their versions; without what changes by the second.
 * @source docs - at most 50 per page; no State and no LastUpdateStatus
 */
import { page } from '../../store/page.ts';
import { equals } from '../../store/page-filter.ts';
import { LATEST } from './function-name.ts';
import type { VersionRow } from './function-table.ts';
import { invalidMarker, MOST_ITEMS } from './list-page.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { refuseMembers } from './unsupported.ts';
import { versionSummary } from './version-summary.ts';

export const listFunctions: LambdaHandler<'ListFunctions'> = (input, context) => {
  refuseMembers('ListFunctions', input, ['MasterRegion']);
  const all = input.FunctionVersion === 'ALL';
  const { rows, nextToken } = page<VersionRow>(context.plane.store, {
    ...{ operation: 'ListFunctions', table: 'lambda_version', columns: ['*'], scope: context },
    where: [all ? undefined : equals('version', LATEST)],
    ...{ sort: ['name', 'ordinal'], order: 'Ascending', nextToken: input.Marker, invalidToken: invalidMarker },
    maxResults: Math.min(MOST_ITEMS, input.MaxItems ?? MOST_ITEMS),
  });
  return {
    Functions: rows.map((row) => versionSummary(context, row, all)),
    ...(nextToken !== undefined && { NextMarker: nextToken }),
  };
};
