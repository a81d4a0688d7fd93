/** Rows of JavaScript as a table of DuckDB, typed by their values. */
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Mistake } from '@gradus/core';
import { errors } from '../errors.ts';
import { quoted } from './sql.ts';

export type RowValue = string | number | bigint | boolean | Date | null | undefined;
export type Kind = 'VARCHAR' | 'DOUBLE' | 'BIGINT' | 'BOOLEAN' | 'TIMESTAMPTZ';

const CHUNK = 2048;
const SHOWN = 10;

/** What a value is kept as; nothing where it is none of them. */
export const kindOf = (value: unknown): Kind | undefined => {
  switch (typeof value) {
    case 'string':
      return 'VARCHAR';
    case 'number':
      return Number.isSafeInteger(value) ? 'BIGINT' : 'DOUBLE';
    case 'bigint':
      return 'BIGINT';
    case 'boolean':
      return 'BOOLEAN';
    default:
      return value instanceof Date ? 'TIMESTAMPTZ' : undefined;
  }
};

/** Whole numbers among fractions are fractions. */
const widened = (known: Kind | undefined, kind: Kind | undefined): Kind | undefined => {
  if (known === undefined || known === kind) return kind;
  const numbers = (known === 'DOUBLE' || known === 'BIGINT') && (kind === 'DOUBLE' || kind === 'BIGINT');
  return numbers ? 'DOUBLE' : undefined;
};

/** The type of each column, in the order in which the rows name them. */
const kindsOf = (rows: readonly Readonly<Record<string, RowValue>>[]): Map<string, Kind> => {
  const kinds = new Map<string, Kind>();
  const untyped = new Set<string>();
  const mistakes: Mistake[] = [];
  rows.forEach((row, index) => {
    for (const [column, value] of Object.entries(row)) {
      if (value === null || value === undefined) {
        if (!kinds.has(column)) untyped.add(column);
        continue;
      }
      const known = kinds.get(column);
      const kind = widened(known, kindOf(value));
      if (kind !== undefined) {
        untyped.delete(column);
        kinds.set(column, kind);
      } else if (mistakes.length < SHOWN) {
        const message = known
          ? `${column} is ${known} in the rows before`
          : `${column} is nothing that a column can hold`;
        mistakes.push({ path: `row ${index + 1}`, message, got: value });
      }
    }
  });
  if (mistakes.length > 0) {
    throw errors.make('SPINE_INVALID', 'rows of the spine have values of different types in one column', {
      mistakes,
      allowed: ['text', 'numbers', 'booleans', 'dates', 'null'],
      remedy: 'Give every value of a column the same type.',
    });
  }
  for (const column of untyped) kinds.set(column, 'VARCHAR');
  const named = Object.keys(rows[0] ?? {}).filter((column) => kinds.has(column));
  return new Map([...new Set([...named, ...kinds.keys()])].map((column) => [column, kinds.get(column)!]));
};

/** Appends rows to a table that has these columns, in their order. */
export const appendRows = async (
  connection: DuckDBConnection,
  table: string,
  kinds: ReadonlyMap<string, Kind>,
  rows: readonly Readonly<Record<string, RowValue>>[],
): Promise<void> => {
  const { BIGINT, BOOLEAN, DOUBLE, DuckDBDataChunk, DuckDBTimestampTZValue, TIMESTAMPTZ, VARCHAR } =
    await import('@duckdb/node-api');
  const types: Record<Kind, DuckDBType> = { VARCHAR, DOUBLE, BIGINT, BOOLEAN, TIMESTAMPTZ };
  const value = (kind: Kind, given: RowValue): DuckDBValue => {
    if (given === null || given === undefined) return null;
    if (given instanceof Date) return new DuckDBTimestampTZValue(BigInt(given.getTime()) * 1000n);
    if (kind === 'BIGINT') return BigInt(given);
    return kind === 'DOUBLE' ? Number(given) : given;
  };
  const columns = [...kinds];
  const appender = await connection.createAppender(table);
  try {
    for (let start = 0; start < rows.length; start += CHUNK) {
      const part = rows.slice(start, start + CHUNK);
      const chunk = DuckDBDataChunk.create(
        columns.map(([, kind]) => types[kind]),
        part.length,
      );
      chunk.setColumns(columns.map(([name, kind]) => part.map((row) => value(kind, row[name]))));
      appender.appendDataChunk(chunk);
    }
  } finally {
    appender.closeSync();
  }
};

/**
 * Makes a temporary table of rows, in their order.
 * @throws GradusError SPINE_INVALID naming rows whose values do not fit those before
 */
export const writeRows = async (
  connection: DuckDBConnection,
  table: string,
  rows: readonly Readonly<Record<string, RowValue>>[],
): Promise<void> => {
  const kinds = kindsOf(rows);
  const columns = [...kinds].map(([name, kind]) => `${quoted(name)} ${kind}`);
  if (columns.length === 0) {
    await connection.run(`CREATE TEMP TABLE ${table} AS SELECT NULL AS "no columns" WHERE false`);
    return;
  }
  await connection.run(`CREATE TEMP TABLE ${table} (${columns.join(', ')})`);
  await appendRows(connection, table, kinds, rows);
};
