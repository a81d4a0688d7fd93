/** The records of a group's Parquet files as one relation, with the columns that the joins read. */
import type { FeatureType } from '@gradus/core';
import type { Feature, FeatureGroup } from '../groups/feature-group.ts';
import type { Engine } from './duckdb.ts';
import { secondsToMicros, timeToMicros } from './record-time.ts';
import { literal, quoted } from './sql.ts';

/** A feature's type in DuckDB, and in Trino's words where they differ not. */
export const SQL_TYPES = {
  Integral: 'BIGINT',
  Fractional: 'DOUBLE',
  String: 'VARCHAR',
} as const satisfies Record<FeatureType, string>;

export interface RecordSource {
  /**
   * `FROM` item with the columns `id`, `e` (event time), `a` (api_invocation_time), `w` (write_time), `deleted`, `position` and the features
   * that were asked for, as `f0`, `f1`, …; times are microseconds since 1970.
   */
  readonly relation: string;
  readonly empty: boolean;
}

/** Only records known by then: microseconds since 1970 of write_time. */
export interface Known {
  readonly asOf?: bigint | undefined;
}

/** Describes the files of a group; a feature that no file has yet, because it was added since, is null. */
export const recordSource = async (
  engine: Engine,
  group: FeatureGroup,
  files: readonly string[],
  features: readonly Feature[],
  { asOf }: Known = {},
): Promise<RecordSource> => {
  const types = new Map<string, string>();
  const id = SQL_TYPES[group.features.find(({ name }) => name === group.recordIdentifier)!.type];
  if (files.length === 0) {
    const nulls = features.map(({ type }, index) => `CAST(NULL AS ${SQL_TYPES[type]}) AS f${index}`);
    const columns = [`CAST(NULL AS ${id}) AS id`, ...['e', 'a', 'w', 'position'].map((name) => `0::BIGINT AS ${name}`)];
    return { relation: `(SELECT ${[...columns, 'false AS deleted', ...nulls].join(', ')} WHERE false)`, empty: true };
  }
  const read = `read_parquet([${files.map(literal).join(', ')}], union_by_name = true, hive_partitioning = false)`;
  for (const { column_name: name, column_type: type } of await engine.rows(`DESCRIBE SELECT * FROM ${read}`)) {
    types.set(name as string, type as string);
  }
  const time = (column: string): string => timeToMicros(quoted(column), types.get(column)!);
  const eventTime = quoted(group.eventTime);
  const columns = [
    `CAST(${quoted(group.recordIdentifier)} AS ${id}) AS id`,
    `${group.eventTimeType === 'Fractional' ? secondsToMicros(eventTime) : time(group.eventTime)} AS e`,
    `${time('api_invocation_time')} AS a`,
    `${time('write_time')} AS w`,
    `CAST(is_deleted AS BOOLEAN) AS deleted`,
    // Decides between records that tie in everything else: the later row of the later file.
    `(CAST(file_index AS BIGINT) << 40) + file_row_number AS position`,
    ...features.map(({ name, type }, index) => {
      const value = types.has(name) ? quoted(name) : 'NULL';
      return `CAST(${value} AS ${SQL_TYPES[type]}) AS f${index}`;
    }),
  ];
  const known = asOf === undefined ? '' : ` WHERE ${time('write_time')} <= ${asOf}`;
  return { relation: `(SELECT ${columns.join(', ')} FROM ${read}${known})`, empty: false };
};
