/**
 * ListActions: the actions of the account, a page at a time.
 * @source docs - by creation time, descending, unless told otherwise; both bounds of time belong to it
 */
import { decodeDocument } from '../../../store/document.ts';
import { equals, notAfter, notBefore } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import type { LineageDocuments } from './lineage-entity-table.ts';

const SORT = { CreationTime: ['created', 'name'], Name: ['name'] } as const;

export const listActions: SageMakerHandler<'ListActions'> = (input, context) => {
  const { rows, nextToken } = page<{ document: string }>(context.plane.store, {
    operation: 'ListActions',
    table: 'sagemaker_lineage_entity',
    columns: ['document'],
    scope: context,
    where: [
      equals('kind', 'action'),
      equals('source', input.SourceUri),
      equals('type', input.ActionType),
      notBefore('created', input.CreatedAfter),
      notAfter('created', input.CreatedBefore),
    ],
    sort: SORT[input.SortBy ?? 'CreationTime'],
    order: input.SortOrder ?? 'Descending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    ActionSummaries: rows.map(({ document }) => {
      const each = decodeDocument<LineageDocuments['action']>(document);
      return {
        ActionArn: each.ActionArn,
        ActionName: each.ActionName,
        Source: each.Source,
        ActionType: each.ActionType,
        Status: each.Status,
        CreationTime: each.CreationTime,
        LastModifiedTime: each.LastModifiedTime,
      };
    }),
    NextToken: nextToken,
  };
};
