/** Rows of a query as JavaScript, a batch at a time, through a view's on-demand transforms. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { errors } from '../errors.ts';
import type { FeatureReading } from '../records/decode-value.ts';
import { applyTransforms, type Transforms } from '../transforms/transforms.ts';

export type RowReading = string | number | boolean | Date | null;
export type TrainingRow = Record<string, RowReading>;

/** The column with a row's time, in seconds since 1970, where transforms are to see it; it is not in the rows. */
export const TIME_COLUMN = 'gradus row time';

const unsafe = (name: string, value: bigint): Error =>
  errors.make('FEATURE_VALUE_UNSAFE', `an integer of the column "${name}" is too large`, {
    got: String(value),
    allowed: [`within ±${Number.MAX_SAFE_INTEGER}`],
    remedy: 'Read it from a Parquet file, which keeps it, or declare the feature as String.',
  });

/** Whole numbers are numbers, as they are online. */
const numbersOf = (row: Record<string, unknown>): TrainingRow => {
  for (const name in row) {
    const value = row[name];
    if (typeof value !== 'bigint') continue;
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw unsafe(name, value);
    row[name] = number;
  }
  return row as TrainingRow;
};

const transformed = (row: TrainingRow, functions: Transforms['functions']): TrainingRow => {
  const { [TIME_COLUMN]: time, ...given } = row;
  const made: Record<string, FeatureReading> = {};
  applyTransforms(functions, given, time as number, made);
  return { ...given, ...made };
};

/**
 * Streams a query; nothing but the batch at hand is kept.
 * @throws GradusError FEATURE_VALUE_UNSAFE, FEATURE_TRANSFORM_FAILED
 */
export async function* readRows(
  connection: DuckDBConnection,
  query: string,
  functions: Transforms['functions'] = [],
): AsyncGenerator<TrainingRow[]> {
  const result = await connection.stream(query);
  for await (const batch of result.yieldRowObjectJs()) {
    const rows = batch.map(numbersOf);
    yield functions.length === 0 ? rows : rows.map((row) => transformed(row, functions));
  }
}
