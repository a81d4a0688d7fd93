/** What all values of a metric come to: kept as values arrive, so that reading it does not read them. */
import type { Store } from '../store/store.ts';
import { metricOwner } from './metric-owner.ts';

export interface MetricSummary {
  readonly name: string;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Sum of the squared distances from the mean (Welford's method). */
  readonly m2: number;
  /** The value of the latest time; of those of one time the one that came last. */
  readonly last: number;
  /** Milliseconds since the epoch. */
  readonly lastAt: number;
}

export interface MetricPoint {
  readonly value: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly step?: number | undefined;
}

/** The summary with one value more. */
export const withPoint = (
  summary: MetricSummary | undefined,
  name: string,
  { value, at }: MetricPoint,
): MetricSummary => {
  if (!summary) return { name, count: 1, min: value, max: value, mean: value, m2: 0, last: value, lastAt: at };
  const count = summary.count + 1;
  const mean = summary.mean + (value - summary.mean) / count;
  const later = at >= summary.lastAt;
  return {
    name,
    count,
    min: Math.min(summary.min, value),
    max: Math.max(summary.max, value),
    mean,
    m2: summary.m2 + (value - summary.mean) * (value - mean),
    last: later ? value : summary.last,
    lastAt: later ? at : summary.lastAt,
  };
};

/** The summaries of a component's metrics, by name. */
export const metricSummaries = (
  store: Store,
  owner: { readonly accountId: string; readonly region: string },
  component: string,
): MetricSummary[] => {
  const id = metricOwner(store, owner, component);
  if (id === undefined) return [];
  return store.all<MetricSummary>(
    `select name, count, min, max, mean, m2, last, last_at lastAt from run_metric where owner = ? order by name`,
    id,
  );
};
