/** The metrics that a job prints, as its trial component keeps them: every value. */
import { metricOwner } from '../../../run-metrics/metric-owner.ts';
import { putMetricValues } from '../../../run-metrics/put-metric-values.ts';
import type { Store } from '../../../store/store.ts';
import type { Owner } from '../arn.ts';
import { entityKey } from '../experiments/entity-table.ts';
import { jobComponentName } from '../experiments/job-component.ts';
import type { MetricPoint } from './metric-definitions.ts';
import type { TrainingJob } from './training-job-table.ts';

/** SQLite's bound on variables, with room. */
const MOST_POINTS = 1000;

/** Within the caller's transaction; a component that was deleted takes none. */
export const recordMetrics = (store: Store, owner: Owner, job: TrainingJob, points: readonly MetricPoint[]): void => {
  if (points.length === 0) return;
  const component = metricOwner(store, owner, entityKey(jobComponentName('Training', job.TrainingJobName!)));
  if (component === undefined) return;
  for (let at = 0; at < points.length; at += MOST_POINTS) {
    putMetricValues(store, component, points.slice(at, at + MOST_POINTS));
  }
};
