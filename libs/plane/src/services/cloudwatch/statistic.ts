/** Statistics of a metric's periods: the five plain ones, and percentiles. */
import type { Store } from '../../store/store.ts';
import { unsupported } from './errors.ts';
import { readPeriods, readValues, type PeriodSummary, type SampleRange } from './sample-table.ts';

export interface StatisticPoint {
  /** When the period begins, in seconds since the epoch. */
  readonly at: number;
  readonly unit: string;
  readonly value: number;
}

const PLAIN: Readonly<Record<string, (period: PeriodSummary) => number>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ low }) => low,
  Maximum: ({ high }) => high,
};

const PERCENTILE = /^p(\d{1,3}(?:\.\d{1,10})?)$/;
/** Trimmed and winsorized means, trimmed counts and sums, percentile ranks, the interquartile mean. */
const OTHER = /^(?:(?:tm|wm|tc|ts|TM|WM|TC|TS|PR)(?:\d|\().*|IQM)$/;

export type StatisticKind = 'plain' | 'percentile' | 'other' | 'unknown';

/** Of CloudWatch's statistics those called `other` are not executed. */
export const kindOf = (statistic: string): StatisticKind => {
  if (Object.hasOwn(PLAIN, statistic)) return 'plain';
  const [, percent] = PERCENTILE.exec(statistic) ?? [];
  if (percent !== undefined) return Number(percent) <= 100 ? 'percentile' : 'unknown';
  return OTHER.test(statistic) ? 'other' : 'unknown';
};

/** @throws AwsError ValidationError that names a statistic which the plane does not execute */
export const refuseStatistic = (operation: string, statistic: string): void => {
  if (kindOf(statistic) === 'other') throw unsupported(operation, `the statistic ${statistic}`);
};

/** One plain statistic of a period. */
export const plainStatistic = (statistic: string, period: PeriodSummary): number => PLAIN[statistic]!(period);

/** The values of one statistic, plain or percentile, of the periods that have it; oldest first. */
export const statisticPoints = (store: Store, range: SampleRange, statistic: string): StatisticPoint[] => {
  const plain = PLAIN[statistic];
  if (plain) return readPeriods(store, range).map((period) => ({ ...period, value: plain(period) }));
  return percentiles(readValues(store, range), Number(PERCENTILE.exec(statistic)![1]));
};

/** Rows come by period and value. CloudWatch has no percentile where there is a statistic set or a negative value. */
const percentiles = (rows: readonly PeriodSummary[], percent: number): StatisticPoint[] => {
  const points: StatisticPoint[] = [];
  for (let from = 0, to = 0; from < rows.length; from = to) {
    const { at, unit } = rows[from]!;
    while (to < rows.length && rows[to]!.at === at && rows[to]!.unit === unit) to += 1;
    const period = rows.slice(from, to);
    if (period.some(({ low, high }) => low !== high || low < 0)) continue;
    points.push({ at, unit, value: percentile(period, percent) });
  }
  return points;
};

/** The smallest value that at least `percent` of the samples do not exceed (nearest rank). */
const percentile = (values: readonly PeriodSummary[], percent: number): number => {
  const total = values.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const { low, count } of values) {
    seen += count;
    if (seen >= (percent / 100) * total) return low;
  }
  return values.at(-1)!.low;
};
