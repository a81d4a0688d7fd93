/**
 * ListTrials: trials of the account, of an experiment, or those that hold a trial component.
 * @source docs - by creation time, descending, unless told otherwise
 */
import { decodeDocument } from '../../../store/document.ts';
import { after, before, equals } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { entityKey } from './entity-table.ts';
import { experimentTable } from './experiment-table.ts';
import { trialComponentTable } from './trial-component-table.ts';
import { holdingComponent } from './trial-membership.ts';
import type { Trial } from './trial-table.ts';

export const listTrials: SageMakerHandler<'ListTrials'> = (input, context) => {
  const { ExperimentName: experiment, TrialComponentName: component } = input;
  if (experiment !== undefined) experimentTable.require(context, experiment);
  if (component !== undefined) trialComponentTable.require(context, component);
  const { rows, nextToken } = page<{ document: string }>(context.plane.store, {
    operation: 'ListTrials',
    table: 'sagemaker_trial',
    columns: ['document'],
    scope: context,
    where: [
      equals('experiment', experiment && entityKey(experiment)),
      component === undefined ? undefined : holdingComponent(context, component),
      after('created', input.CreatedAfter),
      before('created', input.CreatedBefore),
    ],
    sort: input.SortBy === 'Name' ? ['name'] : ['created', 'name'],
    order: input.SortOrder ?? 'Descending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    TrialSummaries: rows.map(({ document }) => {
      const { TrialArn, TrialName, DisplayName, Source, CreationTime, LastModifiedTime } =
        decodeDocument<Trial>(document);
      return { TrialArn, TrialName, DisplayName, TrialSource: Source, CreationTime, LastModifiedTime };
    }),
    NextToken: nextToken,
  };
};
