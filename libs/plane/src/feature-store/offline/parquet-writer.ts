/** Writes Parquet files by a process that starts with the first of them and ends when none has come for a while. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { PARQUET_PROGRAM, type ParquetAnswer, type ParquetRequest } from './parquet-program.ts';
import { parquetQuery, type ParquetFile } from './parquet-query.ts';

/** What DuckDB may hold: a batch of records with 2,500 features takes most of it. */
const MEMORY = '512MB';
const IDLE_MS = 5000;

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface Running {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly waiting: Map<number, Waiting>;
}

export class ParquetWriter {
  readonly #spill: string;
  readonly #idleMs: number;
  #running: Running | undefined;
  #idle: NodeJS.Timeout | undefined;
  #requests = 0;

  /**
   * @param spill a folder for what exceeds the memory
   * @param idleMs after so long without a file the process ends
   */
  constructor(spill: string, idleMs = IDLE_MS) {
    this.#spill = spill;
    this.#idleMs = idleMs;
  }

  /** Writes `file.to`; rejects with DuckDB's reason. */
  async write(file: ParquetFile): Promise<void> {
    clearTimeout(this.#idle);
    const { process, waiting } = (this.#running ??= this.#start());
    const request: ParquetRequest = { id: (this.#requests += 1), sql: parquetQuery(file) };
    try {
      await new Promise<void>((resolve, reject) => {
        waiting.set(request.id, { resolve, reject });
        process.stdin.write(`${JSON.stringify(request)}\n`);
      });
    } finally {
      clearTimeout(this.#idle); // of a request that ended in the same turn
      if (waiting.size === 0) this.#idle = setTimeout(() => this.close(), this.#idleMs).unref();
    }
  }

  /** Ends the process; whoever waits for it learns so. */
  close(): void {
    clearTimeout(this.#idle);
    this.#running?.process.kill('SIGKILL');
    this.#running = undefined;
  }

  #start(): Running {
    mkdirSync(this.#spill, { recursive: true });
    const duckdb = createRequire(import.meta.url).resolve('@duckdb/node-api');
    const child = spawn(process.execPath, ['-e', PARQUET_PROGRAM, duckdb, MEMORY, this.#spill], {
      env: {},
      cwd: this.#spill,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const running: Running = { process: child, waiting: new Map<number, Waiting>() };
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id, error } = JSON.parse(line) as ParquetAnswer;
      const request = running.waiting.get(id);
      running.waiting.delete(id);
      if (error === undefined) request?.resolve();
      else request?.reject(new Error(error));
    });
    const over = (cause: string): void => {
      if (this.#running === running) this.#running = undefined;
      for (const { reject } of running.waiting.values()) reject(new Error(`the writer of Parquet ended: ${cause}`));
      running.waiting.clear();
    };
    child.stdin.on('error', () => undefined); // its end is told below
    child.on('error', (error) => over(error.message));
    child.on('close', (code, signal) => over(said.trim() || String(signal ?? code)));
    return running;
  }
}
