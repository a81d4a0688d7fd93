/** Writes the rows of a query as one Parquet file, whole or not at all, the same bytes for the same rows. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Engine } from './duckdb.ts';
import { literal } from './sql.ts';

export interface WrittenFile {
  readonly path: string;
  readonly rows: number;
  /** Types as DuckDB names them. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly bytes: number;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
}

/** The writer holds a group of rows of every column: some 64 MB, however wide. */
const GROUP_VALUES = 8_000_000;
const MOST_GROUP_ROWS = 122_880;
const VECTOR = 2048;

/** How many rows a group of as many columns has. */
export const rowsOfGroup = (columns: number): number => {
  const rows = Math.floor(GROUP_VALUES / columns / VECTOR) * VECTOR;
  return Math.max(VECTOR, Math.min(MOST_GROUP_ROWS, rows));
};

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

/** Writes the file by rename; its folder is made. */
export const writeParquet = async (engine: Engine, query: string, path: string): Promise<WrittenFile> => {
  const columns = (await engine.rows(`DESCRIBE ${query}`)).map((row) => ({
    name: row['column_name'] as string,
    type: row['column_type'] as string,
  }));
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}-${randomUUID()}.partial`;
  try {
    const [written] = await engine.rows(
      `COPY (${query}) TO ${literal(partial)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowsOfGroup(columns.length)})`,
    );
    const [sha256, { size: bytes }] = await Promise.all([hashOf(partial), stat(partial)]);
    await rename(partial, path);
    return { path, rows: Number(written!['Count']), columns, bytes, sha256 };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
};
