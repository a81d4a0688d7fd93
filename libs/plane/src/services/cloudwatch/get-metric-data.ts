/**
 * GetMetricData: series of many metrics and of metric math over them, in pages of up to 100,800 points.
 * @source docs - limits, rounding, retention, paging; error texts from reports of CloudWatch's answers
 * @source unverified - default labels; a page fills one series after another; without Unit, a period is one of all units
 */
import type { MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchHandler } from './cloudwatch-handler.ts';
import { checkMetricQueries, MOST_POINTS, type InputQuery } from './check-metric-queries.ts';
import { MetricQueries } from './metric-queries.ts';
import { decodeToken, encodeToken } from './next-token.ts';

const OPERATION = 'GetMetricData';

export const getMetricData: CloudWatchHandler<typeof OPERATION> = (input, context) => {
  const { NextToken, MaxDatapoints = MOST_POINTS, ScanBy = 'TimestampDescending', ...request } = input;
  checkMetricQueries(input, context.accountId);
  const binding = [OPERATION, context.accountId, context.region, ScanBy, request];
  // Which query goes on, behind which time: what was added since neither repeats nor shifts anything.
  const [first = 0, last] = NextToken === undefined ? [] : decodeToken(binding, NextToken);
  const queries = new MetricQueries(input, context);
  const returned = input.MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false);
  const descending = ScanBy === 'TimestampDescending';
  const results: MetricDataResult[] = [];
  let left = MaxDatapoints;
  for (const [index, query] of returned.entries()) {
    const { points } = queries.series(query);
    if (index < first) continue;
    let all = [...points];
    if (descending) all.reverse();
    if (index === first && last !== undefined) all = all.filter(([at]) => (descending ? at < last : at > last));
    const shown = all.slice(0, left);
    left -= shown.length;
    const complete = shown.length === all.length;
    results.push(resultOf(query, shown, complete));
    if (complete) continue;
    const behind = shown.at(-1)?.[0];
    const position = behind === undefined ? [index] : [index, behind];
    return { MetricDataResults: results, NextToken: encodeToken(binding, position), Messages: [] };
  }
  return { MetricDataResults: results, Messages: [] };
};

const resultOf = (query: InputQuery, points: readonly [number, number][], complete: boolean): MetricDataResult => ({
  Id: query.Id,
  Label: query.Label ?? query.MetricStat?.Metric.MetricName ?? query.Id,
  Timestamps: points.map(([at]) => new Date(at * 1000)),
  Values: points.map(([, value]) => value),
  StatusCode: complete ? 'Complete' : 'PartialData',
});
