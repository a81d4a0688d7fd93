/**
 * The program that turns records into Parquet: a process of its own, so that neither loading DuckDB (half a second, 60 MB)
 * nor its work touches the plane, and an idle plane holds none of it. It reads a request per line, answers each by a line,
 * and ends with its input, so that a killed plane leaves none behind.
 */

export interface ParquetRequest {
  readonly id: number;
  /** A statement of DuckDB's. */
  readonly sql: string;
}

export interface ParquetAnswer {
  readonly id: number;
  readonly error?: string;
}

/** `node -e PARQUET_PROGRAM <module> <memory limit> <folder for what exceeds it>`; the module is `@duckdb/node-api`. */
export const PARQUET_PROGRAM = `
const [module, memory, spill] = process.argv.slice(1);
const { DuckDBInstance } = require(module);
const connected = DuckDBInstance.create(':memory:', {
  threads: '1', memory_limit: memory, temp_directory: spill, max_temp_directory_size: '1GB',
  autoinstall_known_extensions: 'false', autoload_known_extensions: 'false',
}).then((instance) => instance.connect());
const answer = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
let turn = connected;
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, sql } = JSON.parse(line);
  turn = turn.then(() => connected).then((connection) => connection.run(sql)).then(
    () => answer({ id }),
    (error) => answer({ id, error: String(error.message) }),
  );
}).on('close', () => process.exit());
`;
