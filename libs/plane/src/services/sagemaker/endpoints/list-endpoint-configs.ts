/**
 * ListEndpointConfigs: the endpoint configurations of the account, a page at a time.
 * @source docs - by creation time, descending, unless told otherwise; CreationTimeAfter includes the time itself
 */
import { before, contains, notBefore } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import { arnOf } from '../arn.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';

export const listEndpointConfigs: SageMakerHandler<'ListEndpointConfigs'> = (input, context) => {
  const { rows, nextToken } = page<{ name: string; created: number }>(context.plane.store, {
    operation: 'ListEndpointConfigs',
    table: 'sagemaker_endpoint_config',
    columns: ['name', 'created'],
    scope: context,
    where: [
      contains('name', input.NameContains),
      notBefore('created', input.CreationTimeAfter),
      before('created', input.CreationTimeBefore),
    ],
    sort: input.SortBy === 'Name' ? ['name'] : ['created', 'name'],
    order: input.SortOrder ?? 'Descending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    EndpointConfigs: rows.map(({ name, created }) => ({
      EndpointConfigName: name,
      EndpointConfigArn: arnOf(context, 'endpoint-config', name),
      CreationTime: new Date(created),
    })),
    NextToken: nextToken,
  };
};
