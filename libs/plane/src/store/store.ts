/** The plane's durable state: SQLite in WAL with full sync, one commit per turn of the event loop. */
import Database from 'libsql';
import type { Statement } from 'libsql';
import { ReadCache } from './read-cache.ts';

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

/** The file was made by a plane whose tables were others. */
export class StoreOutdatedError extends Error {
  override readonly name = 'StoreOutdatedError';
}

/**
 * Work inside {@link Store.transaction} is visible at once and durable when {@link Store.committed} resolves; whoever
 * acknowledges anything, a read included, waits for that first. All transactions of one turn of the event loop share
 * one commit, each in a savepoint of its own.
 */
export class Store {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Statement>();
  readonly #reads = new ReadCache();
  #batch: Batch | undefined;
  /** Transactions that are running, and how many of them have a savepoint: one opens at its first write only. */
  #depth = 0;
  #savepoints = 0;
  /** Why the batch was lost under the transactions that are running. */
  #lost: Error | undefined;

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

  /**
   * Runs schema statements (`create … if not exists`).
   * @throws StoreOutdatedError when a table is there already and is another one
   */
  migrate(statements: readonly string[]): void {
    this.#reads.clear();
    for (const statement of statements) {
      this.#db.exec(statement);
      this.#checkTable(statement);
    }
  }

  #checkTable(statement: string): void {
    const [, name, wanted] = /^create table if not exists (\w+)([^]*)$/.exec(statement) ?? [];
    if (name === undefined || wanted === undefined) return;
    // SQLite keeps the statement's text, from the name on.
    const { sql } = this.get<{ sql: string }>("select sql from sqlite_master where type = 'table' and name = ?", name)!;
    if (spaced(sql) !== spaced(`CREATE TABLE ${name}${wanted}`)) {
      throw new StoreOutdatedError(`table ${name} has other columns than this version of the plane`);
    }
  }

  /** The first row; shared with whoever else reads it, and frozen. */
  get<T = Row>(sql: string, ...values: readonly SqlValue[]): T | undefined {
    const key = this.#reads.keyOf(sql, values);
    const known = key === undefined ? undefined : this.#reads.get(key);
    if (known) return known as T;
    const row = this.#prepare(sql).get(values) as (Row & { _metadata?: unknown }) | undefined;
    if (!row) return undefined;
    delete row._metadata; // the driver adds how long it took
    if (key !== undefined) this.#reads.set(key, row);
    return row as T;
  }

  all<T = Row>(sql: string, ...values: readonly SqlValue[]): T[] {
    return this.#prepare(sql).all(values) as T[];
  }

  /** Writes; only inside {@link transaction}. Returns the number of changed rows. */
  run(sql: string, ...values: readonly SqlValue[]): number {
    if (this.#depth === 0) throw new Error(`write outside a transaction: ${sql}`);
    if (this.#lost) throw this.#lost;
    for (const value of values) {
      // The driver ends the process on a boolean.
      if (typeof value === 'boolean') throw new TypeError(`a boolean is no SQL value: ${sql}`);
    }
    this.#reads.clear();
    this.#begin();
    for (; this.#savepoints < this.#depth; this.#savepoints += 1) this.#db.exec('savepoint work');
    return this.#prepare(sql).run(values).changes;
  }

  /**
   * Runs `work` synchronously; when it throws, nothing of it stays. Nested calls are savepoints of the outer one. Work
   * that only reads costs nothing.
   */
  transaction<T>(work: () => T): T {
    const outer = this.#depth;
    const hooks = this.#batch?.afterCommit.length ?? 0;
    this.#depth += 1;
    try {
      const result = work();
      if (result instanceof Promise) throw new Error('a transaction must not be asynchronous');
      if (this.#lost) throw this.#lost;
      if (this.#savepoints > outer) this.#db.exec('release work');
      return result;
    } catch (error) {
      this.#reads.clear();
      // A full disk ends SQLite's whole transaction, and with it the work of everybody in this turn.
      if (this.#batch && !this.#db.inTransaction) this.#lose(error as Error);
      else if (this.#savepoints > outer) this.#db.exec('rollback to work; release work');
      this.#batch?.afterCommit.splice(hooks);
      throw error;
    } finally {
      this.#depth = outer;
      this.#savepoints = Math.min(this.#savepoints, outer);
      if (outer === 0) this.#lost = undefined;
    }
  }

  /** Whether something waits for the disk; only then is {@link committed} worth waiting for. */
  get uncommitted(): boolean {
    return this.#batch !== undefined;
  }

  /** Resolves when all that has been written so far is on disk; rejects when the disk refused it, and then nothing of it stays. */
  committed(): Promise<void> {
    return this.#batch?.committed ?? Promise.resolve();
  }

  /** Calls `hook` once the transaction that is open now is durable; at once when there is none. Not called when the commit fails. */
  afterCommit(hook: () => void): void {
    if (this.#depth > 0) this.#begin().afterCommit.push(hook);
    else if (this.#batch) this.#batch.afterCommit.push(hook);
    else hook();
  }

  /** Commits what waits, then closes. */
  close(): void {
    this.#commit();
    this.#statements.clear();
    // Statements live until they are garbage, and the lock with them: it is given back by leaving WAL, then exclusivity.
    for (const step of ['journal_mode = delete', 'locking_mode = normal', 'user_version'])
      this.#db.exec(`pragma ${step}`);
    this.#db.close();
  }

  #begin(): Batch {
    if (this.#batch) return this.#batch;
    this.#db.exec('begin immediate');
    let resolve!: () => void;
    let reject!: (error: Error) => void;
    const committed = new Promise<void>((onCommit, onError) => {
      resolve = onCommit;
      reject = onError;
    });
    committed.catch(() => undefined); // whoever acknowledges awaits it; a batch that nobody awaits has nobody to tell
    const batch: Batch = { committed, resolve, reject, afterCommit: [] };
    this.#batch = batch;
    setImmediate(() => {
      if (this.#batch === batch) this.#commit();
    });
    return batch;
  }

  #commit(): void {
    const batch = this.#batch;
    if (!batch) return;
    try {
      this.#db.exec('commit');
    } catch (error) {
      this.#lose(error as Error);
      return;
    }
    this.#batch = undefined;
    batch.resolve();
    for (const hook of batch.afterCommit) hook();
  }

  #lose(error: Error): void {
    this.#reads.clear();
    const batch = this.#batch;
    this.#batch = undefined;
    this.#savepoints = 0;
    if (this.#depth > 0) this.#lost = error;
    if (this.#db.inTransaction) this.#db.exec('rollback');
    batch?.reject(error);
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

/** SQL without its line ends, which how it is laid out in a source decides. */
const spaced = (sql: string): string => sql.replace(/\s+/g, ' ').trim();
