/** The table of metrics: a metric is a namespace, a name and a set of dimensions. */
import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { Store } from '../../store/store.ts';

export const METRIC_SCHEMA = [
  `create table if not exists cloudwatch_metric (
     id integer primary key, account text not null, region text not null, namespace text not null, name text not null,
     dimensions text not null, last_put integer not null, unique (account, region, namespace, name, dimensions))`,
];

export interface MetricScope {
  readonly accountId: string;
  readonly region: string;
}

export interface MetricKey {
  readonly name: string;
  /** As {@link dimensionsKey} writes them. */
  readonly dimensions: string;
}

/** How exactly it is known when a metric had its last data; AWS's own is 50 minutes. */
const LAST_PUT_STEP_MS = 60_000;

/** JSON of name and value pairs, sorted by name: the order in which a request has them does not matter. */
export const dimensionsKey = (dimensions: readonly Dimension[] = []): string => {
  if (dimensions.length === 0) return '[]';
  const pairs = dimensions.map(({ Name, Value }) => [Name!, Value!] as const);
  return JSON.stringify(pairs.sort(([one], [other]) => (one < other ? -1 : 1)));
};

export const dimensionsOf = (key: string): Dimension[] =>
  (JSON.parse(key) as [string, string][]).map(([Name, Value]) => ({ Name, Value }));

/** The ids of metrics that get data now, in their order; new ones are made. Within the caller's transaction. */
export const putMetrics = (
  store: Store,
  { accountId, region }: MetricScope,
  namespace: string,
  keys: readonly MetricKey[],
  now: number,
): number[] => {
  const json = JSON.stringify(keys.map(({ name, dimensions }) => [name, dimensions]));
  store.run(
    `insert into cloudwatch_metric (account, region, namespace, name, dimensions, last_put)
       select ?, ?, ?, value ->> 0, value ->> 1, ? from json_each(?) where true
       on conflict do update set last_put = excluded.last_put where excluded.last_put >= last_put + ${LAST_PUT_STEP_MS}`,
    ...[accountId, region, namespace, now, json],
  );
  const rows = store.all<{ id: number }>(
    `select m.id from json_each(?) j join cloudwatch_metric m
       on m.account = ? and m.region = ? and m.namespace = ? and m.name = j.value ->> 0 and m.dimensions = j.value ->> 1
       order by j.key`,
    ...[json, accountId, region, namespace],
  );
  return rows.map(({ id }) => id);
};

/** The metric's id; undefined when it never had data. */
export const findMetric = (
  store: Store,
  { accountId, region }: MetricScope,
  namespace: string,
  { name, dimensions }: MetricKey,
): number | undefined =>
  store.get<{ id: number }>(
    `select id from cloudwatch_metric
       where account = ? and region = ? and namespace = ? and name = ? and dimensions = ?`,
    ...[accountId, region, namespace, name, dimensions],
  )?.id;
