/**
 * ListTrialComponents: trial components of the account, of an experiment, of a trial, or of a job.
 * @source docs - by creation time, descending, unless told otherwise; one of the three filters at a time
 * @source unverified - the text for two of them
 */
import { decodeDocument } from '../../../store/document.ts';
import { after, before, equals } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import { validationException } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { experimentTable } from './experiment-table.ts';
import type { TrialComponent } from './trial-component-table.ts';
import { inExperiment, inTrial } from './trial-membership.ts';
import { trialTable } from './trial-table.ts';

export const listTrialComponents: SageMakerHandler<'ListTrialComponents'> = (input, context) => {
  const { ExperimentName: experiment, TrialName: trial, SourceArn: source } = input;
  if ([experiment, trial, source].filter((filter) => filter !== undefined).length > 1) {
    throw validationException('Only one of ExperimentName, TrialName and SourceArn can be specified.');
  }
  if (experiment !== undefined) experimentTable.require(context, experiment);
  if (trial !== undefined) trialTable.require(context, trial);
  const { rows, nextToken } = page<{ document: string }>(context.plane.store, {
    operation: 'ListTrialComponents',
    table: 'sagemaker_trial_component',
    columns: ['document'],
    scope: context,
    where: [
      experiment === undefined ? undefined : inExperiment(context, experiment),
      trial === undefined ? undefined : inTrial(context, trial),
      equals('source', source),
      after('created', input.CreatedAfter),
      before('created', input.CreatedBefore),
    ],
    sort: input.SortBy === 'Name' ? ['name'] : ['created', 'name'],
    order: input.SortOrder ?? 'Descending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    TrialComponentSummaries: rows.map(({ document }) => summary(decodeDocument(document))),
    NextToken: nextToken,
  };
};

const summary = (component: TrialComponent) => ({
  TrialComponentName: component.TrialComponentName,
  TrialComponentArn: component.TrialComponentArn,
  DisplayName: component.DisplayName,
  TrialComponentSource: component.Source,
  Status: component.Status,
  StartTime: component.StartTime,
  EndTime: component.EndTime,
  CreationTime: component.CreationTime,
  CreatedBy: component.CreatedBy,
  LastModifiedTime: component.LastModifiedTime,
  LastModifiedBy: component.LastModifiedBy,
});
