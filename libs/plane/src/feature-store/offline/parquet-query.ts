/** The statement by which DuckDB writes the records of one object: AWS's columns, in AWS's types. */
import type { FeatureType } from '@aws-sdk/client-sagemaker';

export interface FeatureColumn {
  readonly name: string;
  readonly type: FeatureType;
}

export interface ParquetFile {
  /** A line per record: `{invoked, deleted, record}`, as a page of pending rows has them. */
  readonly from: string;
  readonly to: string;
  readonly features: readonly FeatureColumn[];
  /** Milliseconds since the epoch. */
  readonly writeTime: number;
}

const SQL_TYPES: Readonly<Record<FeatureType, string>> = {
  Integral: 'BIGINT',
  Fractional: 'DOUBLE',
  String: 'VARCHAR',
};

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const named = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** No record comes near it; DuckDB reserves memory by it. */
const LONGEST_LINE_BYTES = 8 * 1024 ** 2;

/** A record that ends early has null in the features that were added after it. */
export const parquetQuery = ({ from, to, features, writeTime }: ParquetFile): string => {
  const columns = features.map(
    ({ name, type }, index) => `CAST(record[${index + 1}] AS ${SQL_TYPES[type]}) AS ${named(name)}`,
  );
  const lines = `read_json(${quoted(from)}, format = 'newline_delimited', maximum_object_size = ${LONGEST_LINE_BYTES},
    columns = {invoked: 'BIGINT', deleted: 'INTEGER', record: 'VARCHAR[]'})`;
  return `COPY (SELECT ${columns.join(', ')}, epoch_ms(${writeTime}) AS write_time,
    epoch_ms(invoked) AS api_invocation_time, deleted = 1 AS is_deleted FROM ${lines})
    TO ${quoted(to)} (FORMAT parquet, COMPRESSION snappy)`;
};
