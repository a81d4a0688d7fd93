/**
 * ListModelPackageGroups: the groups of the account, a page at a time.
 * @source docs - by creation time, ascending, unless told otherwise
 * @source unverified - CrossAccount: the plane has no sharing between accounts, so nothing is shared
 */
import { after, before, contains } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import { arnOf } from '../arn.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';

export const listModelPackageGroups: SageMakerHandler<'ListModelPackageGroups'> = (input, context) => {
  const { rows, nextToken } = page<{ name: string; created: number; description: string | null }>(context.plane.store, {
    operation: 'ListModelPackageGroups',
    table: 'sagemaker_model_package_group',
    columns: ['name', 'created', 'description'],
    scope: context,
    where: [
      contains('name', input.NameContains),
      after('created', input.CreationTimeAfter),
      before('created', input.CreationTimeBefore),
      input.CrossAccountFilterOption === 'CrossAccount' ? { sql: 'false', values: [] } : undefined,
    ],
    sort: input.SortBy === 'Name' ? ['name'] : ['created', 'name'],
    order: input.SortOrder ?? 'Ascending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    ModelPackageGroupSummaryList: rows.map(({ name, created, description }) => ({
      ModelPackageGroupName: name,
      ModelPackageGroupArn: arnOf(context, 'model-package-group', name),
      ModelPackageGroupDescription: description ?? undefined,
      CreationTime: new Date(created),
      ModelPackageGroupStatus: 'Completed',
    })),
    NextToken: nextToken,
  };
};
