/** Writes the rows of a query as one Parquet file, whole or not at all, the same bytes for the same rows. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Engine } from './duckdb.ts';
import { errors } from '../errors.ts';
import { readRows, type FeatureRowValues, type RowTransform } from './read-rows.ts';
import { literal, quoted } from './sql.ts';
import { appendRows, kindOf, widened, type Kind } from './write-rows.ts';

export interface WrittenFile {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly bytes: number;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
}

/** The writer holds a group of rows of every column: some 64 MB, however wide. */
const GROUP_VALUES = 8_000_000;
const MOST_GROUP_ROWS = 122_880;
const VECTOR = 2048;

const groupRows = (columns: number): number => {
  const rows = Math.floor(GROUP_VALUES / columns / VECTOR) * VECTOR;
  return Math.max(VECTOR, Math.min(MOST_GROUP_ROWS, rows));
};

/** Runs the transform over the query's rows into the table `transformed`. */
const transformInto = async (engine: Engine, query: string, types: Map<string, string>, transform: RowTransform) => {
  const writer = await engine.connect();
  const kinds = new Map<string, Kind>();
  try {
    let made = false;
    let waiting: FeatureRowValues[] = [];
    for await (const rows of readRows(engine.connection, query, transform)) {
      waiting.push(...rows);
      // A type is known from the first value that is not null; the wait for one is bounded.
      if (!made) {
        for (const row of rows) learnKinds(kinds, types, row);
        const complete = Object.keys(waiting[0]!).every((name) => kinds.has(name));
        if (!complete && waiting.length < MOST_GROUP_ROWS) continue;
        await createTable(writer, kinds, Object.keys(waiting[0]!));
        made = true;
      }
      await append(writer, kinds, waiting);
      waiting = [];
    }
    if (!made) await createTable(writer, kinds, Object.keys(waiting[0] ?? Object.fromEntries(types)));
    await append(writer, kinds, waiting);
  } finally {
    writer.closeSync();
  }
};

const KINDS: Readonly<Record<string, Kind>> = {
  ...{ VARCHAR: 'VARCHAR', BOOLEAN: 'BOOLEAN', DOUBLE: 'DOUBLE', FLOAT: 'DOUBLE', DATE: 'TIMESTAMPTZ' },
  ...{ BIGINT: 'BIGINT', INTEGER: 'BIGINT', SMALLINT: 'BIGINT', TINYINT: 'BIGINT', HUGEINT: 'BIGINT' },
  ...{ UINTEGER: 'BIGINT', USMALLINT: 'BIGINT', UTINYINT: 'BIGINT', UBIGINT: 'BIGINT' },
};

const learnKinds = (kinds: Map<string, Kind>, types: ReadonlyMap<string, string>, row: FeatureRowValues): void => {
  for (const [name, value] of Object.entries(row)) {
    if (value === null || kinds.has(name)) continue;
    const type = types.get(name);
    // What a transform computes may be whole by chance.
    const made = typeof value === 'number' ? 'DOUBLE' : kindOf(value);
    const known = type === undefined ? made : (KINDS[type] ?? (type.startsWith('TIMESTAMP') ? 'TIMESTAMPTZ' : made));
    if (known) kinds.set(name, known);
  }
};

const createTable = async (writer: DuckDBConnection, kinds: Map<string, Kind>, names: readonly string[]) => {
  const ordered = names.map((name): [string, Kind] => [name, kinds.get(name) ?? 'VARCHAR']);
  kinds.clear();
  for (const [name, kind] of ordered) kinds.set(name, kind);
  const columns = ordered.map(([name, kind]) => `${quoted(name)} ${kind}`);
  await writer.run(`CREATE TABLE transformed (${columns.join(', ')})`);
};

const append = async (
  writer: DuckDBConnection,
  kinds: ReadonlyMap<string, Kind>,
  rows: readonly FeatureRowValues[],
) => {
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      if (value === null) continue;
      const kind = kinds.get(name);
      if (kind !== undefined && widened(kind, kindOf(value)) === kind) continue;
      throw errors.make(
        'TRANSFORM_FAILED',
        `the on-demand transform gives ${name} a value of another type than before`,
        {
          got: value,
          allowed: [kind ?? 'the columns of its first row'],
          remedy: 'Give every row the same columns with values of the same types, or null.',
        },
      );
    }
  }
  if (rows.length > 0) await appendRows(writer, 'transformed', kinds, rows);
};

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

/**
 * Writes the file by rename; its folder is made.
 * @throws GradusError TRANSFORM_FAILED
 */
export const writeParquet = async (
  engine: Engine,
  query: string,
  path: string,
  transform?: RowTransform,
): Promise<WrittenFile> => {
  const describe = async (what: string): Promise<{ name: string; type: string }[]> =>
    (await engine.rows(`DESCRIBE ${what}`)).map((row) => ({
      name: row['column_name'] as string,
      type: row['column_type'] as string,
    }));
  let columns = await describe(query);
  let from = query;
  if (transform) {
    await transformInto(engine, query, new Map(columns.map(({ name, type }) => [name, type])), transform);
    from = 'SELECT * FROM transformed';
    columns = await describe(from);
  }
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}-${randomUUID()}.partial`;
  try {
    const [written] = await engine.rows(
      `COPY (${from}) TO ${literal(partial)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows(columns.length)})`,
    );
    const [sha256, { size: bytes }] = await Promise.all([hashOf(partial), stat(partial)]);
    await rename(partial, path);
    return { path, rows: Number(written!['Count']), columns, bytes, sha256 };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
};
