/** Sources of rows: iterables, and files of CSV, NDJSON and Parquet, read as a stream. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { openEngine } from '../offline/duckdb.ts';
import { errors } from '../errors.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Rows, or the path of a `.csv`, `.ndjson`, `.jsonl` or `.parquet` file. */
export type Source<Record extends Row = Row> = Iterable<Record> | AsyncIterable<Record> | string;

const KINDS = ['.csv', '.ndjson', '.jsonl', '.parquet'];

const unreadable = (file: string, message: string, cause?: unknown): Error =>
  errors.make('FEATURE_SOURCE_INVALID', `${file} ${message}`, { got: file, allowed: KINDS, cause });

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

async function* byDuckDB(file: string, table: string): AsyncGenerator<Row> {
  const engine = await openEngine({ memory: '512MB', threads: 1 });
  try {
    const result = await engine.connection.stream(`SELECT * FROM ${table}`);
    for await (const rows of result.yieldRowObjectJs()) yield* rows as Row[];
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw unreadable(file, `cannot be read: ${cause.message}`, cause);
  } finally {
    await engine.close();
  }
}

async function* ndjson(file: string): AsyncGenerator<Row> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    let row: unknown;
    try {
      row = JSON.parse(text);
    } catch (cause) {
      throw unreadable(file, `line ${line} is no JSON: ${(cause as Error).message}`, cause);
    }
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw unreadable(file, `line ${line} is no object`);
    }
    yield row as Row;
  }
}

/**
 * The rows of a source, in its order; a file is read as it is asked for.
 * @throws GradusError FEATURE_SOURCE_INVALID
 */
export const rowsOf = (source: Source): Iterable<Row> | AsyncIterable<Row> => {
  if (typeof source !== 'string') return source;
  const file = resolve(source);
  if (!existsSync(file)) throw unreadable(source, 'is not there');
  switch (extname(file).toLowerCase()) {
    case '.csv':
      return byDuckDB(
        source,
        `read_csv(${quoted(file)}, all_varchar = true, header = true, quote = '"', escape = '"')`,
      );
    case '.parquet':
      return byDuckDB(source, `read_parquet(${quoted(file)})`);
    case '.ndjson':
    case '.jsonl':
      return ndjson(file);
    default:
      throw unreadable(source, 'is of no known kind');
  }
};

/** SHA-256 of a file's content: what an ingest is resumed by. */
export const contentOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
};
