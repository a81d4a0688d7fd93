/**
 * The metrics that a job prints, as CloudWatch gets them.
 * @source docs - DG:training-metrics: namespace and dimension
 * @source unverified - a number that CloudWatch would not take is left out
 */
import type { EffectContext } from '../../../engine/engine.ts';
import { jobPrincipal } from '../job-principal.ts';
import type { MetricPoint } from './metric-definitions.ts';
import type { TrainingJob } from './training-job-table.ts';

const NAMESPACE = '/aws/sagemaker/TrainingJobs';
/** CloudWatch's bound on one PutMetricData. */
const MOST_POINTS = 1000;
/** The largest magnitude that CloudWatch takes. */
const LARGEST = 2 ** 360;

/** Begins within the turn of the call, so that points commit together with what its caller writes in that turn. */
export const publishMetrics = async (
  { plane, ref }: EffectContext,
  job: TrainingJob,
  found: readonly MetricPoint[],
): Promise<void> => {
  const points = found.filter(({ value }) => Math.abs(value) <= LARGEST);
  const caller = { principal: jobPrincipal(job.RoleArn!), region: ref.region };
  const calls: Promise<unknown>[] = [];
  for (let at = 0; at < points.length; at += MOST_POINTS) {
    const MetricData = points.slice(at, at + MOST_POINTS).map((point) => ({
      MetricName: point.name,
      Dimensions: [{ Name: 'TrainingJobName', Value: job.TrainingJobName! }],
      Timestamp: new Date(point.at),
      Value: point.value,
    }));
    calls.push(plane.call('cloudwatch', 'PutMetricData', { Namespace: NAMESPACE, MetricData }, caller));
  }
  await Promise.all(calls);
};
