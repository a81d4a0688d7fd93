/** Which trial components take metrics: SageMaker says when one comes and goes, SageMaker Metrics asks. */
import type { Store } from '../store/store.ts';

interface Owner {
  readonly accountId: string;
  readonly region: string;
}

export const RUN_METRICS_SCHEMA = [
  `create table if not exists run_metric_owner (
     id integer primary key, account text not null, region text not null, component text not null,
     unique (account, region, component))`,
  `create table if not exists run_metric (
     id integer primary key, owner integer not null, name text not null, count integer not null,
     min real not null, max real not null, mean real not null, m2 real not null, last real not null,
     last_at integer not null, unique (owner, name))`,
  `create table if not exists run_metric_value (
     metric integer not null, n integer not null, at integer not null, step integer, value real not null,
     primary key (metric, n)) without rowid`,
];

const OWN = 'account = ? and region = ? and component = ?';

/** Lets the component take metrics, within the caller's transaction; `component` is lower case. */
export const openMetrics = (store: Store, { accountId, region }: Owner, component: string): void => {
  store.run(
    'insert into run_metric_owner (account, region, component) values (?, ?, ?) on conflict do nothing',
    ...[accountId, region, component],
  );
};

/** The key of the component's metrics; undefined when there is no such component. */
export const metricOwner = (store: Store, { accountId, region }: Owner, component: string): number | undefined =>
  store.get<{ id: number }>(`select id from run_metric_owner where ${OWN}`, accountId, region, component)?.id;

/** Removes the component's metrics with the component, within the caller's transaction. */
export const dropMetrics = (store: Store, owner: Owner, component: string): void => {
  const id = metricOwner(store, owner, component);
  if (id === undefined) return;
  store.run('delete from run_metric_value where metric in (select id from run_metric where owner = ?)', id);
  store.run('delete from run_metric where owner = ?', id);
  store.run('delete from run_metric_owner where id = ?', id);
};
