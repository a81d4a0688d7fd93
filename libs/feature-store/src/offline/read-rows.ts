/** Rows of a query as JavaScript, a batch at a time, through a view's on-demand transform. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { errors } from '../errors.ts';

export type FeatureValue = string | number | boolean | Date | null;
export type FeatureRowValues = Record<string, FeatureValue>;

/** Makes a row of a row; what it gives is added to the row, or takes the place of what has the same name. */
export type RowTransform = (row: Readonly<FeatureRowValues>) => FeatureRowValues;

/** Whole numbers are numbers, as they are online. */
const valueOf = (value: unknown): FeatureValue => (typeof value === 'bigint' ? Number(value) : (value as FeatureValue));

const transformed = (row: FeatureRowValues, number: number, transform: RowTransform): FeatureRowValues => {
  try {
    return { ...row, ...transform(row) };
  } catch (cause) {
    throw errors.make('TRANSFORM_FAILED', `the on-demand transform threw at row ${number}`, {
      ...{ got: row, remedy: (cause as Error).message, cause },
    });
  }
};

/**
 * Streams a query; nothing but the batch at hand is kept.
 * @throws GradusError TRANSFORM_FAILED naming the row
 */
export async function* readRows(
  connection: DuckDBConnection,
  query: string,
  transform?: RowTransform,
): AsyncGenerator<FeatureRowValues[]> {
  const result = await connection.stream(query);
  let number = 0;
  for await (const batch of result.yieldRowObjectJs()) {
    yield batch.map((row) => {
      number += 1;
      for (const name in row) {
        if (typeof row[name] === 'bigint') row[name] = valueOf(row[name]);
      }
      return transform ? transformed(row as FeatureRowValues, number, transform) : (row as FeatureRowValues);
    });
  }
}
