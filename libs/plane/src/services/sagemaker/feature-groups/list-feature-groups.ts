/**
 * ListFeatureGroups: the feature groups of the account, a page at a time.
 * @source docs
 * @source unverified - by creation time, descending, unless told otherwise; the bounds of times are exclusive
 */
import { decodeDocument } from '../../../store/document.ts';
import { after, before, contains, equals } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import type { FeatureGroupDocument } from '../../../feature-store/feature-group-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';

const SORT = {
  CreationTime: ['created', 'name'],
  Name: ['name'],
  FeatureGroupStatus: ['status', 'name'],
  OfflineStoreStatus: ['offline_status', 'name'],
} as const;

export const listFeatureGroups: SageMakerHandler<'ListFeatureGroups'> = (input, context) => {
  const { rows, nextToken } = page<{ document: string }>(context.plane.store, {
    operation: 'ListFeatureGroups',
    table: 'feature_store_group',
    columns: ['document'],
    scope: context,
    where: [
      after('created', input.CreationTimeAfter),
      before('created', input.CreationTimeBefore),
      contains('name', input.NameContains),
      equals('status', input.FeatureGroupStatusEquals),
      equals('offline_status', input.OfflineStoreStatusEquals),
    ],
    sort: SORT[input.SortBy ?? 'CreationTime'],
    order: input.SortOrder ?? 'Descending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    FeatureGroupSummaries: rows.map(({ document }) => {
      const group = decodeDocument<FeatureGroupDocument>(document);
      return {
        FeatureGroupName: group.FeatureGroupName,
        FeatureGroupArn: group.FeatureGroupArn,
        CreationTime: group.CreationTime,
        FeatureGroupStatus: group.FeatureGroupStatus,
        OfflineStoreStatus: group.OfflineStoreStatus,
      };
    }),
    NextToken: nextToken,
  };
};
