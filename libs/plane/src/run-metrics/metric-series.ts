/** The series of a metric: one statistic per step or per period of time. */
import type { Store } from '../store/store.ts';
import { withPoint, type MetricPoint, type MetricSummary } from './metric-summary.ts';

export type Statistic = 'Min' | 'Max' | 'Avg' | 'Count' | 'StdDev' | 'Last';

export interface SeriesQuery {
  readonly owner: number;
  readonly name: string;
  readonly statistic: Statistic;
  /** Seconds of a period; absent for one value per step. */
  readonly period?: number | undefined;
  /** A step, or epoch seconds; inclusive. */
  readonly start?: number | undefined;
  /** A step, or epoch seconds; exclusive. */
  readonly end?: number | undefined;
}

export interface Series {
  /** Steps, or the epoch seconds at which periods begin; ascending. */
  readonly x: number[];
  readonly y: number[];
}

const statisticOf = (summary: MetricSummary, statistic: Statistic): number => {
  switch (statistic) {
    case 'Min':
      return summary.min;
    case 'Max':
      return summary.max;
    case 'Avg':
      return summary.mean;
    case 'Count':
      return summary.count;
    case 'StdDev':
      return Math.sqrt(summary.m2 / summary.count);
    case 'Last':
      return summary.last;
  }
};

/** Values without a step are in no series by step. */
export const metricSeries = (store: Store, query: SeriesQuery): Series => {
  const { owner, name, statistic, period, start, end } = query;
  const points = store.all<Omit<MetricPoint, 'step'> & { step: number | null }>(
    `select v.at, v.step, v.value from run_metric m join run_metric_value v on v.metric = m.id
      where m.owner = ? and m.name = ? order by v.n`,
    owner,
    name,
  );
  const groups = new Map<number, MetricSummary>();
  for (const point of points) {
    const at = period === undefined ? point.step : point.at / 1000;
    if (at === null || (start !== undefined && at < start) || (end !== undefined && at >= end)) continue;
    const x = period === undefined ? at : Math.floor(at / period) * period;
    groups.set(x, withPoint(groups.get(x), name, { value: point.value, at: point.at }));
  }
  const sorted = [...groups].sort(([one], [other]) => one - other);
  return { x: sorted.map(([x]) => x), y: sorted.map(([, summary]) => statisticOf(summary, statistic)) };
};
