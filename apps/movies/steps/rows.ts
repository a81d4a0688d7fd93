/** Rows of tasks as files: NDJSON written, Parquet read. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes rows a line each; the folder is made. @returns how many */
export const writeRows = async (file: string, rows: Iterable<object>): Promise<number> => {
  let count = 0;
  const lines = function* (): Generator<string> {
    for (const row of rows) {
      count += 1;
      yield `${JSON.stringify(row)}\n`;
    }
  };
  mkdirSync(dirname(file), { recursive: true });
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return count;
};

/** The rows of a Parquet file, in its order; whole numbers are numbers. */
export const readRows = async <Row extends object>(file: string): Promise<Row[]> => {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const result = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file.replaceAll("'", "''")}')`);
    return result.getRowObjectsJS().map((row) => {
      for (const name in row) if (typeof row[name] === 'bigint') row[name] = Number(row[name]);
      return row as Row;
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};
