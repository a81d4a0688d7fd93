/**
 * ListExperiments: the experiments of the account, a page at a time.
 * @source docs - by creation time, descending, unless told otherwise
 */
import { decodeDocument } from '../../../store/document.ts';
import { after, before } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import type { Experiment } from './experiment-table.ts';

export const listExperiments: SageMakerHandler<'ListExperiments'> = (input, context) => {
  const { rows, nextToken } = page<{ document: string }>(context.plane.store, {
    operation: 'ListExperiments',
    table: 'sagemaker_experiment',
    columns: ['document'],
    scope: context,
    where: [after('created', input.CreatedAfter), before('created', input.CreatedBefore)],
    sort: input.SortBy === 'Name' ? ['name'] : ['created', 'name'],
    order: input.SortOrder ?? 'Descending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    ExperimentSummaries: rows.map(({ document }) => {
      const { ExperimentArn, ExperimentName, DisplayName, Source, CreationTime, LastModifiedTime } =
        decodeDocument<Experiment>(document);
      return { ExperimentArn, ExperimentName, DisplayName, ExperimentSource: Source, CreationTime, LastModifiedTime };
    }),
    NextToken: nextToken,
  };
};
