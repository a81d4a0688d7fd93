/**
 * ListMetrics: the metrics that had data in the past two weeks, 500 a page.
 * @source docs
 * @source unverified - the order (that of creation); the error for a token that is not one
 */
import type { Metric } from '@aws-sdk/client-cloudwatch';
import type { SqlValue } from '../../store/store.ts';
import type { CloudWatchHandler } from './cloudwatch-handler.ts';
import { invalidValue, unsupported } from './errors.ts';
import { dimensionsOf } from './metric-table.ts';
import { decodeToken, encodeToken } from './next-token.ts';

const OPERATION = 'ListMetrics';
const PAGE = 500;
const HOUR_MS = 3_600_000;

interface MetricRow {
  readonly id: number;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: string;
}

export const listMetrics: CloudWatchHandler<typeof OPERATION> = (input, context) => {
  const { Namespace, MetricName, Dimensions = [], RecentlyActive, NextToken } = input;
  if (input.IncludeLinkedAccounts) throw unsupported(OPERATION, 'IncludeLinkedAccounts');
  if (input.OwningAccount !== undefined) throw unsupported(OPERATION, 'OwningAccount');
  const binding = [OPERATION, context.accountId, context.region, Namespace, MetricName, Dimensions, RecentlyActive];
  const conditions: [sql: string, ...values: SqlValue[]][] = [
    ['account = ? and region = ?', context.accountId, context.region],
    ['last_put >= ?', context.now() - (RecentlyActive ? 3 : 14 * 24) * HOUR_MS],
  ];
  if (Namespace !== undefined) conditions.push(['namespace = ?', Namespace]);
  if (MetricName !== undefined) conditions.push(['name = ?', MetricName]);
  for (const { Name, Value } of Dimensions) {
    const both = Value === undefined ? '' : ' and value ->> 1 = ?';
    conditions.push([
      `exists (select 1 from json_each(dimensions) where value ->> 0 = ?${both})`,
      ...[Name, ...(Value === undefined ? [] : [Value])],
    ]);
  }
  if (NextToken !== undefined) conditions.push(['id > ?', lastOf(binding, NextToken)]);
  const rows = context.plane.store.all<MetricRow>(
    `select id, namespace, name, dimensions from cloudwatch_metric
       where ${conditions.map(([sql]) => sql).join(' and ')} order by id limit ${PAGE + 1}`,
    ...conditions.flatMap(([, ...values]) => values),
  );
  const shown = rows.slice(0, PAGE);
  return {
    Metrics: shown.map(metricOf),
    ...(rows.length > PAGE && { NextToken: encodeToken(binding, [shown.at(-1)!.id]) }),
  };
};

const lastOf = (binding: unknown, token: string): number => {
  try {
    return decodeToken(binding, token)[0]!;
  } catch (error) {
    throw invalidValue((error as Error).message);
  }
};

const metricOf = ({ namespace, name, dimensions }: MetricRow): Metric => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: dimensionsOf(dimensions),
});
