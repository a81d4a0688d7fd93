/** The metrics of a trial component, as DescribeTrialComponent and Search show them. */
import type { TrialComponentMetricSummary } from '@aws-sdk/client-sagemaker';
import { metricSummaries, type MetricSummary } from '../../../run-metrics/metric-summary.ts';
import type { Store } from '../../../store/store.ts';
import type { Owner } from '../arn.ts';
import { entityKey } from './entity-table.ts';
import type { TrialComponent } from './trial-component-table.ts';

/**
 * One summary per metric, by name. `SourceArn` is the job's, or the component's own when no job made it.
 * `StdDev` is that of the values themselves, not an estimate from a sample of them.
 */
export const trialComponentMetrics = (
  store: Store,
  owner: Owner,
  component: TrialComponent,
): TrialComponentMetricSummary[] =>
  metricSummaries(store, owner, entityKey(component.TrialComponentName!)).map((summary) =>
    shownMetric(component, summary),
  );

/** One metric of a component, as it is shown. */
export const shownMetric = (component: TrialComponent, summary: MetricSummary): TrialComponentMetricSummary => ({
  MetricName: summary.name,
  SourceArn: component.Source?.SourceArn ?? component.TrialComponentArn,
  TimeStamp: new Date(summary.lastAt),
  Max: summary.max,
  Min: summary.min,
  Last: summary.last,
  Count: summary.count,
  Avg: summary.mean,
  StdDev: Math.sqrt(summary.m2 / summary.count),
});
