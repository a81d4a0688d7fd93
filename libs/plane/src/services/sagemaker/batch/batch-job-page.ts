/** A page of batch jobs: the filters and sorts that ListTransformJobs and ListProcessingJobs share. */
import type { CallContext } from '../../../service.ts';
import { decodeDocument } from '../../../store/document.ts';
import { after, before, contains, equals } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import type { Input } from '../sagemaker-handler.ts';
import type { BatchJobTable } from './batch-job-table.ts';

const SORT = { CreationTime: ['created', 'name'], Name: ['name'], Status: ['status', 'name'] } as const;

export interface BatchJobPage<Job> {
  readonly jobs: readonly { readonly job: Job; readonly LastModifiedTime: Date }[];
  readonly NextToken: string | undefined;
}

export const batchJobPage = <Job extends object>(
  operation: string,
  table: BatchJobTable<Job>,
  input: Input<'ListTransformJobs' | 'ListProcessingJobs'>,
  order: 'Ascending' | 'Descending',
  context: CallContext,
): BatchJobPage<Job> => {
  const { rows, nextToken } = page<{ document: string; modified: number }>(context.plane.store, {
    operation,
    table: table.name,
    columns: ['document', 'modified'],
    scope: context,
    where: [
      after('created', input.CreationTimeAfter),
      before('created', input.CreationTimeBefore),
      after('modified', input.LastModifiedTimeAfter),
      before('modified', input.LastModifiedTimeBefore),
      contains('name', input.NameContains),
      equals('status', input.StatusEquals),
    ],
    sort: SORT[input.SortBy ?? 'CreationTime'],
    order: input.SortOrder ?? order,
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    jobs: rows.map(({ document, modified }) => ({
      job: decodeDocument<Job>(document),
      LastModifiedTime: new Date(modified),
    })),
    NextToken: nextToken,
  };
};
