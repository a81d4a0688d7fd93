/** Adds values to a component's metrics. */
import type { SqlValue, Store } from '../store/store.ts';
import { withPoint, type MetricPoint, type MetricSummary } from './metric-summary.ts';

export interface MetricValue extends MetricPoint {
  readonly name: string;
}

interface SummaryRow extends MetricSummary {
  readonly id: number;
}

const SUMMARY =
  'select id, name, count, min, max, mean, m2, last, last_at lastAt from run_metric where owner = ? and name = ?';

/** Within the caller's transaction; `owner` is what `metricOwner` gives. */
export const putMetricValues = (store: Store, owner: number, values: readonly MetricValue[]): void => {
  const byName = new Map<string, MetricValue[]>();
  for (const value of values) {
    const others = byName.get(value.name);
    if (others) others.push(value);
    else byName.set(value.name, [value]);
  }
  const rows: SqlValue[] = [];
  for (const [name, points] of byName) {
    const known = store.get<SummaryRow>(SUMMARY, owner, name);
    let summary: MetricSummary | undefined = known;
    for (const point of points) summary = withPoint(summary, name, point);
    const metric = saveSummary(store, owner, known?.id, summary!);
    for (const [index, { at, step, value }] of points.entries()) {
      rows.push(metric, (known?.count ?? 0) + index, at, step ?? null, value);
    }
  }
  const places = values.map(() => '(?, ?, ?, ?, ?)').join(', ');
  store.run(`insert into run_metric_value (metric, n, at, step, value) values ${places}`, ...rows);
};

const saveSummary = (store: Store, owner: number, id: number | undefined, summary: MetricSummary): number => {
  const { count, min, max, mean, m2, last, lastAt } = summary;
  const figures = [count, min, max, mean, m2, last, lastAt];
  if (id !== undefined) {
    store.run(
      'update run_metric set count = ?, min = ?, max = ?, mean = ?, m2 = ?, last = ?, last_at = ? where id = ?',
      ...figures,
      id,
    );
    return id;
  }
  store.run(
    'insert into run_metric (count, min, max, mean, m2, last, last_at, owner, name) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ...figures,
    owner,
    summary.name,
  );
  return store.get<SummaryRow>(SUMMARY, owner, summary.name)!.id;
};
