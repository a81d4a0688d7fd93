/** Runs of an experiment by any order, a page of them in one request. */
import { SearchCommand, type SearchRecord, type Trial } from '@aws-sdk/client-sagemaker';
import { detailOf, type RunDetail } from './read-runs.ts';
import type { RunClients } from './run-context.ts';

export interface FoundRun extends RunDetail {
  /** ARN of who logged it, or who made the trial that its job is in. */
  readonly startedBy?: string | undefined;
}

export interface RunSearch {
  /** 1 to 100. */
  readonly limit: number;
  /** A metric, by its last value; the latest first unless given. Runs without the metric come last. */
  readonly metric?: string;
  readonly order?: 'Ascending' | 'Descending';
}

const ofExperiment = (Name: string, Value: string) => ({ Filters: [{ Name, Operator: 'Equals' as const, Value }] });

/** The runs of an experiment, jobs included, with all that they hold. An experiment that is not there has none. */
export const searchRuns = async (
  { sagemaker }: Pick<RunClients, 'sagemaker'>,
  experiment: string,
  { limit, metric, order = 'Descending' }: RunSearch,
): Promise<FoundRun[]> => {
  const [components, trials] = await Promise.all([
    sagemaker.send(
      new SearchCommand({
        Resource: 'ExperimentTrialComponent',
        SearchExpression: ofExperiment('Parents.ExperimentName', experiment),
        SortBy: metric === undefined ? 'CreationTime' : `Metrics.${metric}.Last`,
        SortOrder: order,
        MaxResults: limit,
      }),
    ),
    sagemaker.send(
      new SearchCommand({
        Resource: 'ExperimentTrial',
        SearchExpression: ofExperiment('ExperimentName', experiment),
        ...{ SortBy: 'CreationTime', SortOrder: 'Descending', MaxResults: MOST_TRIALS },
      }),
    ),
  ]);
  const makers = new Map((trials.Results ?? []).map(({ Trial }) => [Trial!.TrialName, makerOf(Trial!)]));
  return (components.Results ?? []).map((result) => runOf(result, experiment, makers));
};

const MOST_TRIALS = 100;

const makerOf = ({ CreatedBy }: Pick<Trial, 'CreatedBy'>): string | undefined =>
  CreatedBy?.IamIdentity?.Arn ?? CreatedBy?.UserProfileArn;

const runOf = (
  { TrialComponent: component = {} }: SearchRecord,
  experiment: string,
  makers: ReadonlyMap<string | undefined, string | undefined>,
): FoundRun => {
  const parents = (component.Parents ?? []).filter(({ ExperimentName }) => ExperimentName === experiment);
  const startedBy = makerOf(component) ?? parents.map(({ TrialName }) => makers.get(TrialName)).find(Boolean);
  return { ...detailOf({ ...component }, experiment), startedBy };
};
