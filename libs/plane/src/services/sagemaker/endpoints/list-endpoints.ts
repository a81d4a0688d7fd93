/**
 * ListEndpoints: the endpoints of the account, a page at a time.
 * @source docs - by creation time, descending, unless told otherwise; the times of the After filters are included
 */
import { decodeDocument } from '../../../store/document.ts';
import { before, contains, equals, notBefore } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import type { Endpoint } from './endpoint-summary.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';

const SORT = { CreationTime: ['created', 'name'], Name: ['name'], Status: ['status', 'name'] } as const;

export const listEndpoints: SageMakerHandler<'ListEndpoints'> = (input, context) => {
  const { rows, nextToken } = page<{ document: string }>(context.plane.store, {
    operation: 'ListEndpoints',
    table: 'sagemaker_endpoint',
    columns: ['document'],
    scope: context,
    where: [
      contains('name', input.NameContains),
      notBefore('created', input.CreationTimeAfter),
      before('created', input.CreationTimeBefore),
      notBefore('modified', input.LastModifiedTimeAfter),
      before('modified', input.LastModifiedTimeBefore),
      equals('status', input.StatusEquals),
    ],
    sort: SORT[input.SortBy ?? 'CreationTime'],
    order: input.SortOrder ?? 'Descending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    Endpoints: rows.map(({ document }) => {
      const endpoint = decodeDocument<Endpoint>(document);
      return {
        EndpointName: endpoint.EndpointName,
        EndpointArn: endpoint.EndpointArn,
        CreationTime: endpoint.CreationTime,
        LastModifiedTime: endpoint.LastModifiedTime,
        EndpointStatus: endpoint.EndpointStatus,
      };
    }),
    NextToken: nextToken,
  };
};
