/**
 * BatchGetMetrics: series of metrics, by step or by period of time; a query that cannot be answered says so in its own result.
 * @source docs
 * @source unverified - times on the axis are epoch seconds, Start is inclusive, End is exclusive; the texts of refused queries
 */
import type { MetricQuery, MetricQueryResult } from '@gradus/client-sagemaker-metrics';
import { metricOwner } from '../../run-metrics/metric-owner.ts';
import { metricSeries } from '../../run-metrics/metric-series.ts';
import type { CallContext } from '../../service.ts';
import type { MetricsHandler } from './metrics-handler.ts';

const SECONDS = { OneMinute: 60, FiveMinute: 300, OneHour: 3600, IterationNumber: undefined };

const COMPONENT = /^arn:aws:sagemaker:([a-z0-9-]+):(\d{12}):experiment-trial-component\/(.+)$/;

export const batchGetMetrics: MetricsHandler<'BatchGetMetrics'> = (input, context) => ({
  MetricQueryResults: input.MetricQueries.map((query) => resultOf(query, context)),
});

const resultOf = (query: MetricQuery, context: CallContext): MetricQueryResult => {
  const [, region, accountId, component] = COMPONENT.exec(query.ResourceArn!) ?? [];
  if (component === undefined) return refused(`${query.ResourceArn} is not the ARN of a trial component.`);
  const own = accountId === context.accountId && region === context.region;
  const owner = own ? metricOwner(context.plane.store, context, component) : undefined;
  if (owner === undefined) return refused(`${query.ResourceArn} does not exist.`);
  if ((query.XAxisType === 'IterationNumber') !== (query.Period === 'IterationNumber')) {
    return refused(`Period ${query.Period} does not go with XAxisType ${query.XAxisType}.`);
  }
  const { x, y } = metricSeries(context.plane.store, {
    owner,
    name: query.MetricName!,
    statistic: query.MetricStat!,
    period: SECONDS[query.Period!],
    start: query.Start,
    end: query.End,
  });
  return { Status: 'Complete', XAxisValues: x, MetricValues: y };
};

const refused = (Message: string): MetricQueryResult => ({
  Status: 'ValidationError',
  Message,
  XAxisValues: [],
  MetricValues: [],
});
