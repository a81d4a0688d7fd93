/**
 * ListAliases: a function's aliases by name, or those that lead to one version.
 * @source docs - at most 50 per page
 */
import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { decodeDocument } from '../../store/document.ts';
import { page } from '../../store/page.ts';
import { functionReference } from './function-name.ts';
import { requireFunction } from './function-table.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { invalidMarker, MOST_ITEMS } from './list-page.ts';
import { equals } from '../../store/page-filter.ts';

export const listAliases: LambdaHandler<'ListAliases'> = (input, context) => {
  const { name } = functionReference(context, input.FunctionName);
  const row = requireFunction(context, name);
  const { rows, nextToken } = page<{ document: string }>(context.plane.store, {
    ...{ operation: 'ListAliases', table: 'lambda_alias', columns: ['document'], scope: context },
    where: [equals('function', row.id), equals('version', input.FunctionVersion)],
    ...{ sort: ['name'], order: 'Ascending', nextToken: input.Marker, invalidToken: invalidMarker },
    maxResults: Math.min(MOST_ITEMS, input.MaxItems ?? MOST_ITEMS),
  });
  return {
    Aliases: rows.map(({ document }) => decodeDocument<AliasConfiguration>(document)),
    ...(nextToken !== undefined && { NextMarker: nextToken }),
  };
};
