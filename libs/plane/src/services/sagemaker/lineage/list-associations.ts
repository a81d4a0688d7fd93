/**
 * ListAssociations: the associations of the account, or those of an entity, a page at a time.
 * @source docs - by creation time, descending, unless told otherwise; both bounds of time belong to it
 */
import type { AssociationEdgeType, UserContext } from '@aws-sdk/client-sagemaker';
import { equals, notAfter, notBefore } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { nameOfEntity } from './name-of-entity.ts';

const SORT = {
  SourceArn: ['source', 'destination'],
  DestinationArn: ['destination', 'source'],
  SourceType: ['source_type', 'source', 'destination'],
  DestinationType: ['destination_type', 'destination', 'source'],
  CreationTime: ['created', 'source', 'destination'],
} as const;

interface AssociationRow {
  readonly source: string;
  readonly destination: string;
  readonly source_type: string;
  readonly destination_type: string;
  readonly type: AssociationEdgeType | null;
  readonly created: number;
  readonly created_by: string | null;
}

export const listAssociations: SageMakerHandler<'ListAssociations'> = (input, context) => {
  const { store } = context.plane;
  const { rows, nextToken } = page<AssociationRow>(store, {
    operation: 'ListAssociations',
    table: 'sagemaker_association',
    columns: ['source', 'destination', 'source_type', 'destination_type', 'type', 'created', 'created_by'],
    scope: context,
    where: [
      equals('source', input.SourceArn),
      equals('destination', input.DestinationArn),
      equals('source_type', input.SourceType),
      equals('destination_type', input.DestinationType),
      equals('type', input.AssociationType),
      notBefore('created', input.CreatedAfter),
      notAfter('created', input.CreatedBefore),
    ],
    sort: SORT[input.SortBy ?? 'CreationTime'],
    order: input.SortOrder ?? 'Descending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    AssociationSummaries: rows.map((row) => ({
      SourceArn: row.source,
      DestinationArn: row.destination,
      SourceType: row.source_type,
      DestinationType: row.destination_type,
      AssociationType: row.type ?? undefined,
      SourceName: nameOfEntity(store, row.source),
      DestinationName: nameOfEntity(store, row.destination),
      CreationTime: new Date(row.created),
      CreatedBy: row.created_by === null ? undefined : (JSON.parse(row.created_by) as UserContext),
    })),
    NextToken: nextToken,
  };
};
