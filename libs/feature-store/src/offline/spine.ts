/** Spines: the rows that a training set is made for, each with ids and a time; read into DuckDB with their order. */
import type { Engine } from './duckdb.ts';
import { errors } from '../errors.ts';
import { writeRows, type RowValue } from './write-rows.ts';
import { literal, quoted } from './sql.ts';

export type SpineRow = Readonly<Record<string, RowValue>>;

export interface Spine {
  /** A Parquet, CSV or NDJSON file (`.gz` too), rows, or a query that DuckDB answers. */
  readonly from: string | readonly SpineRow[] | { readonly sql: string };
  /** The column with the time of a row; `event_time` when absent. */
  readonly time?: string;
}

export const timeColumnOf = ({ time }: Pick<Spine, 'time'>): string => time ?? 'event_time';

export interface SpineColumn {
  readonly name: string;
  /** As DuckDB names it. */
  readonly type: string;
  /** A text file says nothing of types: its values are read as what is needed. */
  readonly untyped: boolean;
}

const TEXT = /\.(csv|tsv|ndjson|jsonl)(\.gz)?$/;

/** The columns that a file's reader must leave as they are written: the time, whose format is looked at, and ids. */
const asWritten = (kind: string, column: { name: string; type: string }, ids: ReadonlySet<string>, time: string) =>
  (column.name === time || ids.has(column.name)) && (kind === 'csv' || !/^(BIGINT|DOUBLE|UBIGINT)$/.test(column.type));

const columnsOf = async (engine: Engine, relation: string): Promise<{ name: string; type: string }[]> => {
  const described = await engine.rows(`DESCRIBE SELECT * FROM ${relation}`);
  return described.map((row) => ({ name: row['column_name'] as string, type: row['column_type'] as string }));
};

interface Relation {
  readonly relation: string;
  readonly columns: readonly SpineColumn[];
}

const textFile = async (engine: Engine, file: string, ids: ReadonlySet<string>, time: string): Promise<Relation> => {
  const kind = /\.[ct]sv/.test(file) ? 'csv' : 'json';
  // Types are guessed from the whole file: what only a late row shows counts too.
  const reader =
    kind === 'csv'
      ? `read_csv(${literal(file)}, sample_size = -1`
      : `read_json(${literal(file)}, format = 'newline_delimited', sample_size = -1`;
  const found = await columnsOf(engine, `${reader})`);
  const columns = found.map(({ name, type }): SpineColumn => {
    const untyped = asWritten(kind, { name, type }, ids, time);
    return { name, untyped, type: untyped ? 'VARCHAR' : type };
  });
  const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(type)}`).join(', ');
  return { relation: types === '' ? `${reader})` : `${reader}, columns = {${types}})`, columns };
};

const relationOf = async (
  engine: Engine,
  { from }: Spine,
  ids: ReadonlySet<string>,
  time: string,
): Promise<Relation> => {
  if (typeof from === 'string' && TEXT.test(from)) return textFile(engine, from, ids, time);
  let relation: string;
  if (typeof from === 'string') relation = `read_parquet(${literal(from)})`;
  else if ('sql' in from) relation = `(${from.sql})`;
  else {
    await writeRows(engine.connection, 'spine_rows', from);
    relation = 'spine_rows';
  }
  const columns = await columnsOf(engine, relation);
  return { relation, columns: columns.map((column) => ({ ...column, untyped: false })) };
};

/**
 * Reads a spine into the table `spine_row`: its columns in their order, as `c0`, `c1`, …, and `n`, the number of a row from 0 on.
 * @param ids the columns that hold ids
 * @throws GradusError SPINE_UNREADABLE
 */
export const readSpine = async (engine: Engine, spine: Spine, ids: ReadonlySet<string>): Promise<SpineColumn[]> => {
  try {
    const { relation, columns } = await relationOf(engine, spine, ids, timeColumnOf(spine));
    const list = columns.map(({ name }, index) => `${quoted(name)} AS c${index}`);
    await engine.run(
      `CREATE TEMP TABLE spine_row AS SELECT ${[...list, 'row_number() OVER () - 1 AS n'].join(', ')} FROM ${relation}`,
    );
    return [...columns];
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'SPINE_INVALID') throw cause;
    throw errors.make('SPINE_UNREADABLE', 'the spine cannot be read', {
      got: typeof spine.from === 'string' ? spine.from : 'sql' in spine.from ? spine.from.sql : 'rows',
      allowed: ['a Parquet, CSV or NDJSON file', 'an array of rows', 'a query of DuckDB'],
      cause,
    });
  }
};
