/**
 * PutMetricData: adds values, counted values or statistic sets to metrics; all of a request or nothing.
 * @source docs - limits, windows of time; error texts from reports of CloudWatch's answers
 * @source unverified - texts for counts, dimensions, resolutions and times in the future
 */
import { isServicePrincipal } from '../../accounts/service-principal.ts';
import type { CloudWatchHandler } from './cloudwatch-handler.ts';
import { checkMetricData, type InputDatum } from './check-metric-data.ts';
import { unsupported } from './errors.ts';
import { dimensionsKey, putMetrics, type MetricKey } from './metric-table.ts';
import { insertSamples, type Sample } from './sample-table.ts';

const OPERATION = 'PutMetricData';

export const putMetricData: CloudWatchHandler<typeof OPERATION> = (input, context) => {
  if (input.EntityMetricData !== undefined) throw unsupported(OPERATION, 'EntityMetricData');
  const { store } = context.plane;
  const now = context.now();
  const data = checkMetricData(input, now, isServicePrincipal(context.principal));
  const keys: MetricKey[] = [];
  const places = new Map<string, number>();
  const placeOf = data.map((datum) => {
    const key: MetricKey = { name: datum.MetricName, dimensions: dimensionsKey(datum.Dimensions) };
    const text = `${key.dimensions}${key.name}`;
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, keys.length);
    return keys.push(key) - 1;
  });
  const ids = putMetrics(store, context, input.Namespace, keys, now);
  insertSamples(
    store,
    data.flatMap((datum, index) => samplesOf(datum, ids[placeOf[index]!]!, now)),
  );
  return {};
};

const samplesOf = (datum: InputDatum, metric: number, now: number): Sample[] => {
  const resolution = (datum.StorageResolution ?? 60) * 1000;
  const time = datum.Timestamp?.getTime() ?? now;
  const at = (Math.floor(time / resolution) * resolution) / 1000;
  const place = { metric, at, unit: datum.Unit ?? 'None' };
  const { Value: value, StatisticValues: set, Counts: counts } = datum;
  if (value !== undefined) return [{ ...place, low: value, high: value, count: 1, sum: value }];
  if (set) return [{ ...place, low: set.Minimum, high: set.Maximum, count: set.SampleCount, sum: set.Sum }];
  return datum.Values!.flatMap((each, index) => {
    const count = counts?.[index] ?? 1;
    return count === 0 ? [] : [{ ...place, low: each, high: each, count, sum: each * count }];
  });
};
