/**
 * ListModels: the models of the account, a page at a time.
 * @source docs - by creation time, descending, unless told otherwise; CreationTimeAfter includes the time itself
 */
import { before, contains, notBefore } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import { arnOf } from '../arn.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';

export const listModels: SageMakerHandler<'ListModels'> = (input, context) => {
  const { rows, nextToken } = page<{ name: string; created: number }>(context.plane.store, {
    operation: 'ListModels',
    table: 'sagemaker_model',
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
    Models: rows.map(({ name, created }) => ({
      ModelName: name,
      ModelArn: arnOf(context, 'model', name),
      CreationTime: new Date(created),
    })),
    NextToken: nextToken,
  };
};
