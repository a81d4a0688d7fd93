/** Experiments and runs as SageMaker keeps them, whoever made them. */
import {
  DescribeExperimentCommand,
  DescribeTrialComponentCommand,
  paginateListExperiments,
  paginateListTrialComponents,
  type DescribeTrialComponentCommandOutput,
  type TrialComponentArtifact,
} from '@aws-sdk/client-sagemaker';
import { BatchGetMetricsCommand } from '@gradus/client-sagemaker-metrics';
import { errors } from './errors.ts';
import { componentName, runName } from './run-names.ts';
import type { RunClients } from './run-context.ts';

type Reader = Pick<RunClients, 'sagemaker' | 'metrics'>;

export interface ExperimentSummary {
  readonly name: string;
  readonly displayName: string;
  readonly created: Date;
  readonly modified: Date;
}

export interface RunSummary {
  readonly name: string;
  readonly component: string;
  readonly displayName: string;
  readonly status?: string | undefined;
  readonly created: Date;
  readonly started?: Date | undefined;
  readonly ended?: Date | undefined;
  /** The job that it is of. */
  readonly source?: string | undefined;
}

export interface RunMetric {
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly average: number;
  readonly deviation: number;
  readonly count: number;
}

export interface RunDetail extends RunSummary {
  readonly componentArn: string;
  readonly message?: string | undefined;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly metrics: Readonly<Record<string, RunMetric>>;
  readonly inputs: Readonly<Record<string, TrialComponentArtifact>>;
  readonly outputs: Readonly<Record<string, TrialComponentArtifact>>;
}

/** A metric by step, ascending; the mean where a step has several values. */
export interface MetricSeries {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** The experiments of the account, the latest first: all of them, or `limit` at most. */
export const listExperiments = async (
  { sagemaker }: Pick<Reader, 'sagemaker'>,
  { limit = Infinity }: { readonly limit?: number } = {},
): Promise<ExperimentSummary[]> => {
  const found: ExperimentSummary[] = [];
  for await (const page of paginateListExperiments({ client: sagemaker, pageSize: 100 }, {})) {
    for (const each of page.ExperimentSummaries ?? []) {
      found.push({
        name: each.ExperimentName!,
        displayName: each.DisplayName ?? each.ExperimentName!,
        created: each.CreationTime!,
        modified: each.LastModifiedTime!,
      });
      if (found.length >= limit) return found;
    }
  }
  return found;
};

export const hasExperiment = async ({ sagemaker }: Pick<Reader, 'sagemaker'>, name: string): Promise<boolean> => {
  if (!EXPERIMENT_NAME.test(name)) return false;
  try {
    await sagemaker.send(new DescribeExperimentCommand({ ExperimentName: name }));
    return true;
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFound') throw error;
    return false;
  }
};

/** As the service takes it. */
const EXPERIMENT_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}$/;

/**
 * The runs of an experiment, the latest first: those that were logged, and its jobs.
 * @throws GradusError RUN_NOT_FOUND
 */
export const listRuns = async ({ sagemaker }: Pick<Reader, 'sagemaker'>, experiment: string): Promise<RunSummary[]> => {
  const found: RunSummary[] = [];
  const pages = paginateListTrialComponents({ client: sagemaker, pageSize: 100 }, { ExperimentName: experiment });
  try {
    for await (const page of pages) {
      for (const each of page.TrialComponentSummaries ?? []) {
        found.push(summaryOf({ ...each, Source: each.TrialComponentSource }, experiment));
      }
    }
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFound') throw error;
    throw errors.make('RUN_NOT_FOUND', `there is no experiment ${experiment}`, { got: experiment, cause: error });
  }
  return found;
};

type Described = Pick<
  DescribeTrialComponentCommandOutput,
  'TrialComponentName' | 'DisplayName' | 'Status' | 'CreationTime' | 'StartTime' | 'EndTime' | 'Source'
>;

const summaryOf = (component: Described, experiment: string | undefined): RunSummary => {
  const name = component.TrialComponentName!;
  return {
    name: experiment === undefined ? name : runName(experiment, name),
    component: name,
    displayName: component.DisplayName ?? name,
    status: component.Status?.PrimaryStatus,
    created: component.CreationTime!,
    started: component.StartTime,
    ended: component.EndTime,
    source: component.Source?.SourceArn,
  };
};

/** A trial component as a run, as Describe and Search answer it. */
export const detailOf = (
  found: Described &
    Pick<
      DescribeTrialComponentCommandOutput,
      'TrialComponentArn' | 'Parameters' | 'Metrics' | 'InputArtifacts' | 'OutputArtifacts'
    >,
  experiment: string | undefined,
): RunDetail => {
  return {
    ...summaryOf(found, experiment),
    componentArn: found.TrialComponentArn!,
    message: found.Status?.Message,
    parameters: Object.fromEntries(
      Object.entries(found.Parameters ?? {}).map(([key, value]) => [key, value.NumberValue ?? value.StringValue ?? '']),
    ),
    metrics: Object.fromEntries(
      (found.Metrics ?? []).map((metric) => [
        metric.MetricName!,
        {
          ...{ last: metric.Last!, min: metric.Min!, max: metric.Max!, count: metric.Count! },
          ...{ average: metric.Avg!, deviation: metric.StdDev! },
        },
      ]),
    ),
    inputs: found.InputArtifacts ?? {},
    outputs: found.OutputArtifacts ?? {},
  };
};

/** A run by its name in an experiment, or a trial component by its own name or ARN. */
export interface RunReference {
  readonly experiment?: string;
  readonly name: string;
}

const describe = async (
  { sagemaker }: Pick<Reader, 'sagemaker'>,
  name: string,
): Promise<DescribeTrialComponentCommandOutput | undefined> => {
  try {
    return await sagemaker.send(new DescribeTrialComponentCommand({ TrialComponentName: name }));
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFound') return undefined;
    throw error;
  }
};

/** @throws GradusError RUN_NOT_FOUND */
export const readRun = async (
  clients: Pick<Reader, 'sagemaker'>,
  { experiment, name }: RunReference,
): Promise<RunDetail> => {
  const asRun = experiment === undefined ? undefined : await describe(clients, componentName(experiment, name));
  const found = asRun ?? (await describe(clients, name));
  if (!found) {
    throw errors.make('RUN_NOT_FOUND', `there is no run ${name}${experiment ? ` in experiment ${experiment}` : ''}`, {
      got: name,
    });
  }
  return detailOf(found, experiment);
};

/** The metrics of a run by step. */
export const readSeries = async (
  { metrics }: Pick<Reader, 'metrics'>,
  componentArn: string,
  names: readonly string[],
): Promise<Record<string, MetricSeries>> => {
  const MAX_QUERIES = 100;
  const series: Record<string, MetricSeries> = {};
  for (let from = 0; from < names.length; from += MAX_QUERIES) {
    const asked = names.slice(from, from + MAX_QUERIES);
    const byStep = { Period: 'IterationNumber', XAxisType: 'IterationNumber', MetricStat: 'Avg' } as const;
    const MetricQueries = asked.map((name) => ({ ...byStep, MetricName: name, ResourceArn: componentArn }));
    const { MetricQueryResults = [] } = await metrics.send(new BatchGetMetricsCommand({ MetricQueries }));
    for (const [index, name] of asked.entries()) {
      const { XAxisValues = [], MetricValues = [] } = MetricQueryResults[index] ?? {};
      series[name] = { steps: XAxisValues, values: MetricValues };
    }
  }
  return series;
};
