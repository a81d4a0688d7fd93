/** A DuckDB of a call's own: in memory, within bounds, spilling to a folder that goes away with it. */
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a query may use. */
export interface EngineLimits {
  /** What DuckDB may hold, as it writes it (`1GB`, `512MiB`); the process itself comes on top, some 150 MB. `1GB` when absent. */
  readonly memory?: string;
  /** As many as there are processors, four at most, when absent. */
  readonly threads?: number;
  /** The folder for what a call puts aside, also when memory is short; the system's folder for temporary files when absent. */
  readonly spill?: string;
}

export interface Engine {
  readonly connection: DuckDBConnection;
  /** A folder for files of the call's own. */
  readonly folder: string;
  /** Another connection to the same tables, other than temporary ones. */
  connect(): Promise<DuckDBConnection>;
  run(sql: string): Promise<void>;
  /** All rows of a small result. */
  rows(sql: string): Promise<Record<string, DuckDBValue>[]>;
  close(): Promise<void>;
}

const MOST_THREADS = 4;

/** Opens a DuckDB; what it spilled goes away when it is closed. */
export const openEngine = async (limits: EngineLimits): Promise<Engine> => {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const spill = await mkdtemp(join(limits.spill ?? tmpdir(), 'gradus-spill-'));
  const remove = (): Promise<void> => rm(spill, { recursive: true, force: true });
  try {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(limits.threads ?? Math.min(MOST_THREADS, availableParallelism())),
      memory_limit: limits.memory ?? '1GB',
      temp_directory: spill,
      // Extensions are bundled; nothing is fetched from anywhere.
      autoinstall_known_extensions: 'false',
    });
    const connection = await instance.connect();
    await connection.run(`SET TimeZone = 'UTC'`);
    return {
      connection,
      folder: spill,
      connect: () => instance.connect(),
      run: async (sql) => {
        await connection.run(sql);
      },
      rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjects(),
      close: async () => {
        connection.closeSync();
        instance.closeSync();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
};

/** Opens a DuckDB for `use` and closes it whatever happens. */
export const withEngine = async <Result>(
  limits: EngineLimits,
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> => {
  const engine = await openEngine(limits);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
};
