/** The items of one account and region on disk: a LevelDB whose writes are seen at once and synced together. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Level from 'classic-level';

export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  /** -1 for all. */
  readonly limit?: number;
}

type Entry = readonly [key: string, value: string];

/** Writes by key; null is a deletion. */
type Writes = Map<string, string | null>;

interface Batch {
  readonly writes: Writes;
  readonly committed: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const newBatch = (): Batch => {
  let resolve!: () => void;
  let reject!: (error: unknown) => void;
  const committed = new Promise<void>((onCommit, onError) => {
    resolve = onCommit;
    reject = onError;
  });
  committed.catch(() => undefined); // whoever acknowledges awaits it
  return { writes: new Map(), committed, resolve, reject };
};

/** Entries that are read at a time: between them others have their turn. */
const CHUNK = 64;
const CHUNK_BYTES = 256 * 1024;

/**
 * All writes of one turn of the event loop, and those that come while the disk is busy, are one batch: all of it is
 * there after a crash, or nothing. Whoever acknowledges anything, a read included, waits for {@link committed}.
 */
export class ItemStore {
  readonly #db: Level.ClassicLevel;
  readonly #onLost: () => void;
  /** What comes next, and what is on its way to the disk. */
  #next: Batch | undefined;
  #writing: Batch | undefined;
  #lost: Error | undefined;

  private constructor(db: Level.ClassicLevel, onLost: () => void) {
    this.#db = db;
    this.#onLost = onLost;
  }

  /** @param onLost called when the disk has refused a batch: nothing of it stays, and the store is of no more use */
  static async open(dir: string, onLost: () => void): Promise<ItemStore> {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const level = createRequire(import.meta.url)('classic-level') as typeof Level;
    const db = new level.ClassicLevel(dir, { keyEncoding: 'utf8', valueEncoding: 'utf8' });
    try {
      await db.open();
    } catch (error) {
      throw diskFault(error as Error); // it writes when it opens, too
    }
    return new ItemStore(db, onLost);
  }

  get(key: string): string | undefined {
    const written = this.#next?.writes.get(key) ?? (this.#next?.writes.has(key) ? null : undefined);
    const value = written === undefined ? this.#writing?.writes.get(key) : written;
    return value === undefined ? this.#db.getSync(key) : (value ?? undefined);
  }

  put(key: string, value: string): void {
    this.#write(key, value);
  }

  delete(key: string): void {
    this.#write(key, null);
  }

  /** Resolves when all that has been written so far is on disk; rejects when the disk refused it. */
  committed(): Promise<void> {
    if (this.#lost) return Promise.reject(this.#lost);
    return this.#next?.committed ?? this.#writing?.committed ?? Promise.resolve();
  }

  /** Entries in order of their keys, as they are on disk when it begins, a few at a time. */
  async *entries(range: KeyRange): AsyncGenerator<readonly Entry[]> {
    await this.committed();
    const iterator = this.#db.iterator({ ...range, highWaterMarkBytes: CHUNK_BYTES });
    try {
      for (;;) {
        const chunk = await iterator.nextv(CHUNK);
        if (chunk.length === 0) return;
        yield chunk;
      }
    } finally {
      await iterator.close();
    }
  }

  /** Deletes every key that begins with `prefix`. Afterwards nothing may be on its way under it. */
  async clear(prefix: string): Promise<void> {
    await this.committed();
    await this.#db.clear({ gte: prefix, lt: `${prefix}~` });
  }

  async close(): Promise<void> {
    await this.committed().catch(() => undefined);
    await this.#db.close();
  }

  #write(key: string, value: string | null): void {
    if (this.#lost) throw this.#lost;
    if (!this.#next) {
      this.#next = newBatch();
      if (!this.#writing) setImmediate(() => void this.#commit());
    }
    this.#next.writes.set(key, value);
  }

  async #commit(): Promise<void> {
    while (this.#next) {
      const batch = this.#next;
      this.#writing = batch;
      this.#next = undefined;
      try {
        // A list of them would be copied, entry by entry, several times.
        const chain = this.#db.batch();
        for (const [key, value] of batch.writes) {
          if (value === null) chain.del(key);
          else chain.put(key, value);
        }
        await chain.write({ sync: true });
      } catch (error) {
        this.#lose(error as Error);
        return;
      }
      this.#writing = undefined;
      batch.resolve();
    }
  }

  /** What came after the batch has seen what was in it, and is lost with it. */
  #lose(error: Error): void {
    this.#lost = diskFault(error);
    const batches = [this.#writing, this.#next];
    this.#writing = undefined;
    this.#next = undefined;
    for (const batch of batches) batch?.reject(this.#lost);
    this.#onLost();
  }
}

const DISK_FULL = /No space left|quota exceeded|File too large/i;

/** With the code that a full disk has elsewhere, if it is that. */
const diskFault = (error: Error): Error =>
  DISK_FULL.test(`${error.message} ${String(error.cause)}`)
    ? Object.assign(new Error(error.message, { cause: error }), { code: 'ENOSPC' })
    : error;
