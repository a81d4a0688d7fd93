/** The indexes of one kind of resource, by account and region: made at the first search, then kept in step with the table. */
import type { Store } from '../../../store/store.ts';
import type { Owner } from '../arn.ts';
import { forgetIndexes, keepIndex, keptIndexes } from './kept-index.ts';
import { Pace } from './pace.ts';
import { RecordIndex } from './record-index.ts';
import { ignoreChanges, latestChange, noteChanges, takeChanges } from './row-changes.ts';
import type { ResourceRow, SearchResource } from './search-resource.ts';

/** Rows that are read between two looks at the clock. */
const ROWS_AT_ONCE = 16;

/** Keys that one look into the table covers; few of them may be the owner's. */
const KEYS_AT_ONCE = 64;

/** How soon changes reach an index that nobody searches, so that a search finds little left to do. */
const FOLLOW_MS = 100;

/** An index of 100,000 resources takes seconds to make: one that a team searches now and then stands all day. */
const IDLE_MS = 12 * 3_600_000;

const keyOf = ({ accountId, region }: Owner): string => `${accountId}/${region}`;

const allSettled = (): undefined => undefined;

export class ResourceIndexes {
  readonly #store: Store;
  readonly #resource: SearchResource;
  readonly #select: string;
  readonly #indexes = new Map<string, RecordIndex>();
  /** Resolves when whoever uses the indexes now is done: one search or one round of changes at a time. */
  #busy: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #lastUse = 0;
  #closed = false;

  constructor(store: Store, resource: SearchResource) {
    this.#store = store;
    this.#resource = resource;
    const columns = ['id', 'account', 'region', 'name', 'document', ...(resource.columns ?? [])];
    this.#select = `select ${columns.join(', ')} from ${resource.table}`;
  }

  /** When an index of these was last searched, by `performance.now()`. */
  get lastUse(): number {
    return this.#lastUse;
  }

  get bytes(): number {
    let bytes = 0;
    for (const index of this.#indexes.values()) bytes += index.bytes;
    return bytes;
  }

  /** Calls `work` with the owner's index as of now; nothing changes it until the work is done. */
  use<Result>(owner: Owner, work: (index: RecordIndex, pace: Pace) => Promise<Result>): Promise<Result> {
    return this.#alone(async (pace) => {
      this.#lastUse = performance.now();
      const index = this.#indexes.get(keyOf(owner)) ?? (await this.#build(owner, pace));
      await this.#follow(pace);
      index.scratch.reset();
      return work(index, pace);
    });
  }

  /** The records of rows' keys as they are now, in that order, less those that are gone. */
  async records(ids: readonly number[]): Promise<object[]> {
    const pace = new Pace();
    const records = new Map<number, object>();
    for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
      if (pace.spent) await pace.pause();
      const rows = this.#rows(ids.slice(from, from + ROWS_AT_ONCE));
      const read = this.#resource.records(rows, this.#store);
      for (const [at, { id }] of rows.entries()) records.set(id, read[at]!);
    }
    return ids.flatMap((id) => records.get(id) ?? []);
  }

  /** Makes the indexes again that stood when the plane ended. */
  async restore(): Promise<void> {
    for (const owner of keptIndexes(this.#store, this.#resource)) await this.use(owner, async () => {});
  }

  /** Forgets all indexes; the next search makes one again. */
  async drop(): Promise<void> {
    await this.#letGo();
    forgetIndexes(this.#store, this.#resource);
  }

  /** Lets go of all indexes; the next plane restores them. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#letGo();
  }

  #letGo(): Promise<void> {
    return this.#alone(async () => {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      if (this.#indexes.size === 0) return;
      this.#indexes.clear();
      await this.#allCommitted();
      ignoreChanges(this.#store, this.#resource);
    });
  }

  #alone<Result>(work: (pace: Pace) => Promise<Result>): Promise<Result> {
    const result = this.#busy.then(async () => {
      const pace = new Pace();
      await pace.pause();
      return work(pace);
    });
    this.#busy = result.then(allSettled, allSettled);
    return result;
  }

  async #build(owner: Owner, pace: Pace): Promise<RecordIndex> {
    const { table, shape } = this.#resource;
    await this.#allCommitted();
    noteChanges(this.#store, this.#resource);
    const index = new RecordIndex(shape);
    // Rows that come after this one are noted.
    const last = this.#store.all<{ id: number | null }>(`select max(id) id from ${table}`)[0]?.id ?? 0;
    const sql = `${this.#select} where id > ? and id <= ? and +account = ? and +region = ? order by id limit ?`;
    for (let after = 0; after < last;) {
      if (pace.spent) await pace.pause();
      if (this.#closed) throw new Error('the plane closes');
      await this.#allCommitted();
      const until = after + KEYS_AT_ONCE;
      const { accountId, region } = owner;
      const rows = this.#store.all<ResourceRow>(sql, after, until, accountId, region, ROWS_AT_ONCE);
      for (const [at, record] of this.#resource.records(rows, this.#store).entries()) index.put(rows[at]!.id, record);
      after = rows.length < ROWS_AT_ONCE ? until : rows.at(-1)!.id;
    }
    this.#indexes.set(keyOf(owner), index);
    keepIndex(this.#store, this.#resource, owner);
    this.#followSoon();
    return index;
  }

  /** Takes over what was noted until now. */
  async #follow(pace: Pace): Promise<void> {
    const until = latestChange(this.#store, this.#resource);
    if (until === undefined) return;
    for (;;) {
      if (pace.spent) await pace.pause();
      await this.#allCommitted();
      const ids = takeChanges(this.#store, this.#resource, until, ROWS_AT_ONCE);
      if (ids.length === 0) break;
      this.#takeOver(ids);
    }
    for (const index of this.#indexes.values()) await index.sweep(pace);
  }

  #takeOver(ids: readonly number[]): void {
    const rows = this.#rows(ids);
    const kept = new Set(rows.map(({ id }) => id));
    for (const id of ids) {
      if (!kept.has(id)) for (const index of this.#indexes.values()) index.remove(id);
    }
    const records = this.#resource.records(rows, this.#store);
    for (const [at, { id, account, region }] of rows.entries()) {
      this.#indexes.get(keyOf({ accountId: account, region }))?.put(id, records[at]!);
    }
  }

  #rows(ids: readonly number[]): ResourceRow[] {
    return this.#store.all<ResourceRow>(
      `${this.#select} where id in (select value from json_each(?))`,
      JSON.stringify(ids),
    );
  }

  #followSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (performance.now() - this.#lastUse > IDLE_MS) void this.drop();
      else {
        const followed = this.#alone((pace) => this.#follow(pace));
        // A store that fails fails the next search too, which has somebody to tell.
        followed.then(allSettled, allSettled).finally(() => this.#indexes.size > 0 && this.#followSoon());
      }
    }, FOLLOW_MS).unref();
  }

  /** What is read then is on disk, and an index never holds what a failing disk took back. */
  async #allCommitted(): Promise<void> {
    while (this.#store.uncommitted) await this.#store.committed().catch(allSettled);
  }
}
