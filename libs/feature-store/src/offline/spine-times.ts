/** The times of a spine: each present, all in one format and one zone, and what they are in microseconds. */
import type { Mistake } from '@gradus/core';
import type { Engine } from './duckdb.ts';
import { errors } from '../errors.ts';
import { secondsToMicros, timeToMicros } from './record-time.ts';

const SHOWN = 10;
const ALLOWED = [
  "yyyy-MM-dd'T'HH:mm:ssZ, also with fractions of a second, all in one zone",
  'seconds since 1970',
  'timestamps',
];

/** How a text writes a time: separator and zone. */
const formatOf = (text: string): string => `CASE
  WHEN regexp_full_match(${text}, '\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?(Z|[+-]\\d{2}(:?\\d{2})?)?')
    THEN 'yyyy-MM-dd' || substr(${text}, 11, 1) || 'HH:mm:ss' ||
      coalesce(nullif(regexp_extract(${text}, '(Z|[+-]\\d{2}(:?\\d{2})?)$'), ''), ' without a zone')
  WHEN regexp_full_match(${text}, '\\d{4}-\\d{2}-\\d{2}') THEN 'yyyy-MM-dd'
  WHEN regexp_full_match(${text}, '\\d+(\\.\\d*)?') THEN 'seconds since 1970'
  ELSE 'no time' END`;

/** No text of seconds is as large: those are milliseconds. */
const LARGEST_SECONDS = 1e11;

export interface SpineTime {
  /** The column of `spine_row`. */
  readonly column: string;
  /** As its owner names it. */
  readonly name: string;
  readonly type: string;
}

const seconds = (value: string): string =>
  `CASE WHEN isfinite(${value}) AND abs(${value}) < ${LARGEST_SECONDS} THEN ${secondsToMicros(value)} END`;

/** Microseconds of a time, null where it is none. */
const spineTime = ({ column, type }: SpineTime, format?: string): string => {
  if (type === 'VARCHAR') {
    if (format === 'seconds since 1970') return seconds(`TRY_CAST(${column} AS DOUBLE)`);
    return `epoch_us(TRY_CAST(${column} AS TIMESTAMPTZ))`;
  }
  if (/^(TIMESTAMP|DATE)/.test(type)) return `CASE WHEN isfinite(${column}) THEN ${timeToMicros(column, type)} END`;
  return seconds(`CAST(${column} AS DOUBLE)`);
};

const rowsNamed = async (engine: Engine, where: string, shown: string, message: string): Promise<Mistake[]> => {
  const rows = await engine.rows(
    `SELECT n + 1 AS row, CAST(${shown} AS VARCHAR) AS value FROM spine_row WHERE ${where} ORDER BY n LIMIT ${SHOWN}`,
  );
  return rows.map(({ row, value }) => ({ path: `row ${String(row)}`, message, got: value }));
};

const count = async (engine: Engine, where: string): Promise<number> => {
  const [row] = await engine.rows(`SELECT count(*) AS rows FROM spine_row WHERE ${where}`);
  return Number(row!['rows']);
};

/**
 * The format in which texts write their times.
 * @throws GradusError SPINE_TIME_MIXED naming the first ten rows that differ from most
 */
const oneFormat = async (engine: Engine, { column, name }: SpineTime): Promise<string | undefined> => {
  const format = formatOf(column);
  const found = await engine.rows(
    `SELECT format, count(*) AS rows, min(n) AS first FROM (SELECT ${format} AS format, n FROM spine_row WHERE ${column} IS NOT NULL)
     WHERE format <> 'no time' GROUP BY format ORDER BY rows DESC, first`,
  );
  const formats = found.map((each) => each['format'] as string);
  const most = formats[0];
  if (most === undefined || formats.length === 1) return most;
  const others = `${format} NOT IN ('${most}', 'no time')`;
  const mistakes = await rowsNamed(
    engine,
    others,
    column,
    `its ${name} is written otherwise than ${most}, as most are`,
  );
  throw errors.make(
    'SPINE_TIME_MIXED',
    `${await count(engine, others)} rows of the spine write ${name} in another format or zone than the rest`,
    { got: formats, allowed: [most], mistakes, remedy: `Write every ${name} as ${most}.` },
  );
};

/**
 * Checks the times of a spine that was read.
 * @returns the expression of a row's time in microseconds
 * @throws GradusError SPINE_TIME_INVALID or SPINE_TIME_MIXED, naming the first ten rows, SPINE_TYPE_DIFFERS
 */
export const checkTimes = async (engine: Engine, time: SpineTime): Promise<string> => {
  if (!/^(VARCHAR|TIMESTAMP|DATE|U?(BIG|SMALL|TINY|HUGE)?INT|INTEGER|UINTEGER|DOUBLE|FLOAT|DECIMAL)/.test(time.type)) {
    throw errors.make('SPINE_TYPE_DIFFERS', `the column ${time.name} of the spine holds no times`, {
      ...{ got: time.type, allowed: ALLOWED, remedy: `Give ${time.name} as a time.` },
    });
  }
  const format = time.type === 'VARCHAR' ? await oneFormat(engine, time) : undefined;
  const expression = spineTime(time, format);
  // DuckDB would read what no format is told of, a time without seconds among it.
  const unknown = time.type === 'VARCHAR' ? ` OR ${formatOf(time.column)} = 'no time'` : '';
  const missing = `${expression} IS NULL${unknown}`;
  const rows = await count(engine, missing);
  if (rows === 0) return expression;
  throw errors.make('SPINE_TIME_INVALID', `${rows} rows of the spine have no ${time.name}, or one that is no time`, {
    allowed: ALLOWED,
    mistakes: await rowsNamed(engine, missing, time.column, `its ${time.name} is no time`),
    remedy: 'Mend or leave out these rows; a number is seconds, not milliseconds, since 1970.',
  });
};
