/**
 * The table of what metrics were sent: a row is a value and how often it came, or a statistic set, at a second, or at the
 * minute of a metric of regular resolution. Equal rows are one row, so percentiles are exact and a chatty metric is small.
 */
import type { SqlValue, Store } from '../../store/store.ts';

export const SAMPLE_SCHEMA = [
  `create table if not exists cloudwatch_sample (
     metric integer not null, at integer not null, unit text not null, low real not null, high real not null,
     count real not null, sum real not null, primary key (metric, at, unit, low, high)) without rowid`,
];

export interface Sample {
  readonly metric: number;
  /** Seconds since the epoch. */
  readonly at: number;
  readonly unit: string;
  /** `low` is `high` unless it is a statistic set. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly sum: number;
}

const ROW = '(?, ?, ?, ?, ?, ?, ?)';
/** Rows of one statement are a power of two: few statements serve every number of rows. */
const MOST_ROWS = 1024;

const insertSql = (rows: number): string =>
  `insert into cloudwatch_sample (metric, at, unit, low, high, count, sum) values ${Array(rows).fill(ROW).join(', ')}
     on conflict do update set count = count + excluded.count, sum = sum + excluded.sum`;

/** Within the caller's transaction. */
export const insertSamples = (store: Store, samples: readonly Sample[]): void => {
  let at = 0;
  for (let rows = MOST_ROWS; rows >= 1; rows /= 2) {
    for (; samples.length - at >= rows; at += rows) {
      const values: SqlValue[] = [];
      for (const each of samples.slice(at, at + rows)) {
        values.push(each.metric, each.at, each.unit, each.low, each.high, each.count, each.sum);
      }
      store.run(insertSql(rows), ...values);
    }
  }
};

export interface SampleRange {
  readonly metric: number;
  /** Where the first period begins, in seconds since the epoch. */
  readonly start: number;
  /** Exclusive; need not be whole. */
  readonly end: number;
  /** Seconds. */
  readonly period: number;
  /** Samples before it are gone, in seconds since the epoch. */
  readonly kept: number;
  readonly unit?: string | undefined;
  /** A period of each unit, not one of all. */
  readonly byUnit?: boolean;
}

/** What the samples of a period come to. */
export interface PeriodSummary {
  /** When the period begins, in seconds since the epoch. */
  readonly at: number;
  readonly unit: string;
  readonly count: number;
  readonly sum: number;
  readonly low: number;
  readonly high: number;
}

interface PeriodRow extends Omit<PeriodSummary, 'at'> {
  readonly n: number;
}

const periodSql = ({ unit, byUnit }: SampleRange, group: string): string =>
  `select cast((at - ?) / ? as integer) n, ${byUnit ? 'unit' : "'' unit"}, sum(count) count, sum(sum) sum, min(low) low,
     max(high) high from cloudwatch_sample
     where metric = ? and at >= ? and at < ? ${unit === undefined ? '' : 'and unit = ?'}
     group by ${group} order by ${group}`;

const readRows = (store: Store, range: SampleRange, group: string): PeriodSummary[] => {
  const { metric, start, end, period, kept, unit } = range;
  return store
    .all<PeriodRow>(
      periodSql(range, group),
      ...[start, period, metric, Math.max(start, kept), end],
      ...(unit === undefined ? [] : [unit]),
    )
    .map(({ n, ...row }) => ({ ...row, at: start + n * period }));
};

/** The periods that have samples, oldest first. */
export const readPeriods = (store: Store, range: SampleRange): PeriodSummary[] =>
  readRows(store, range, range.byUnit ? 'n, unit' : 'n');

/** The distinct samples of the periods, oldest period first, within each by value. */
export const readValues = (store: Store, range: SampleRange): PeriodSummary[] =>
  readRows(store, range, range.byUnit ? 'n, unit, low, high' : 'n, low, high');
