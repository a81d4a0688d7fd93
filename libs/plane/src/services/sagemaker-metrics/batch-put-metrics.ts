/**
 * BatchPutMetrics: adds values to the metrics of a trial component; values that are no numbers are refused one by one.
 * @source docs
 * @source unverified - the error for a component that is not there, and that a value which is no number is a VALIDATION_ERROR
 */
import { metricOwner } from '../../run-metrics/metric-owner.ts';
import { putMetricValues, type MetricValue } from '../../run-metrics/put-metric-values.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { MetricsHandler } from './metrics-handler.ts';

export const batchPutMetrics: MetricsHandler<'BatchPutMetrics'> = (input, context) => {
  const { store } = context.plane;
  const component = input.TrialComponentName;
  const owner = metricOwner(store, context, component);
  if (owner === undefined) {
    throw new AwsError('ResourceNotFoundException', 404, `Trial component '${component}' does not exist.`);
  }
  const values: MetricValue[] = [];
  const refused: number[] = [];
  for (const [index, { MetricName, Timestamp, Step, Value }] of input.MetricData.entries()) {
    if (Number.isFinite(Value)) {
      values.push({ name: MetricName, at: Timestamp.getTime(), step: Step, value: Value });
    } else {
      refused.push(index);
    }
  }
  if (values.length > 0) putMetricValues(store, owner, values);
  if (refused.length === 0) return {};
  return { Errors: refused.map((index) => ({ Code: 'VALIDATION_ERROR', MetricIndex: index })) };
};
