/** The plane's durable state: SQLite in WAL with full sync, one commit per turn of the event loop. */
import Database from 'libsql';
import type { Statement } from 'libsql';

export type SqlValue = string | number | bigint | null | Uint8Array;
export type Row = Record<string, unknown>;

interface Batch {
  readonly committed: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  readonly afterCommit: (() => void)[];
}

/** Another process holds the database: a plane runs on this folder already. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError';
}

/**
 * Work inside {@link Store.transaction} is visible at once and durable when {@link Store.committed} resolves; whoever
 * acknowledges anything, a read included, waits for that first. All transactions of one turn of the event loop share
 * one commit, each in a savepoint of its own.
 */
export class Store {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Statement>();
  #batch: Batch | undefined;
  #depth = 0;

  /** @throws StoreLockedError when another process has the file open. */
  constructor(file: string) {
    this.#db = new Database(file);
    try {
      // The lock is the kernel's: it is gone with the process, however that ends.
      for (const pragma of [
        'locking_mode = EXCLUSIVE',
        'journal_mode = WAL',
        'synchronous = FULL',
        'cache_size = -16000',
      ]) {
        this.#db.exec(`pragma ${pragma}`);
      }
      this.#db.exec('begin immediate; commit');
    } catch (error) {
      this.#db.close();
      const code = (error as { code?: string }).code ?? '';
      if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
        throw new StoreLockedError(`${file} is in use by another process`, { cause: error });
      }
      throw error;
    }
  }

  /** Runs schema statements (`create … if not exists`). */
  migrate(statements: readonly string[]): void {
    for (const statement of statements) this.#db.exec(statement);
  }

  get<T = Row>(sql: string, ...values: readonly SqlValue[]): T | undefined {
    return this.#prepare(sql).get(...values) as T | undefined;
  }

  all<T = Row>(sql: string, ...values: readonly SqlValue[]): T[] {
    return this.#prepare(sql).all(...values) as T[];
  }

  /** Writes; only inside {@link transaction}. Returns the number of changed rows. */
  run(sql: string, ...values: readonly SqlValue[]): number {
    if (this.#depth === 0) throw new Error(`write outside a transaction: ${sql}`);
    return this.#prepare(sql).run(...values).changes;
  }

  /** Runs `work` synchronously; when it throws, nothing of it stays. Nested calls are savepoints of the outer one. */
  transaction<T>(work: () => T): T {
    this.#begin();
    this.#db.exec('savepoint work');
    this.#depth += 1;
    try {
      const result = work();
      if (result instanceof Promise) throw new Error('a transaction must not be asynchronous');
      this.#db.exec('release work');
      return result;
    } catch (error) {
      this.#db.exec('rollback to work; release work');
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  /** Resolves when all that has been written so far is on disk; rejects when the disk refused it, and then nothing of it stays. */
  committed(): Promise<void> {
    return this.#batch?.committed ?? Promise.resolve();
  }

  /** Calls `hook` once the transaction that is open now is durable; at once when there is none. Not called when the commit fails. */
  afterCommit(hook: () => void): void {
    if (this.#batch) this.#batch.afterCommit.push(hook);
    else hook();
  }

  close(): void {
    this.#commit();
    this.#statements.clear();
    this.#db.close();
  }

  #begin(): void {
    if (this.#batch) return;
    this.#db.exec('begin immediate');
    let resolve!: () => void;
    let reject!: (error: Error) => void;
    const committed = new Promise<void>((onCommit, onError) => {
      resolve = onCommit;
      reject = onError;
    });
    committed.catch(() => undefined); // whoever acknowledges awaits it; a batch that nobody awaits has nobody to tell
    this.#batch = { committed, resolve, reject, afterCommit: [] };
    setImmediate(() => this.#commit());
  }

  #commit(): void {
    const batch = this.#batch;
    if (!batch) return;
    this.#batch = undefined;
    try {
      this.#db.exec('commit');
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('rollback');
      batch.reject(error as Error);
      return;
    }
    batch.resolve();
    for (const hook of batch.afterCommit) hook();
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
