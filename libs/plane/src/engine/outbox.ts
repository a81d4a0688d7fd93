/** The outbox: events that commit with the change that they tell of, in the order of commit, and who follows them. */
import type { PlaneServices } from '../service.ts';
import { decodeDocument, encodeDocument } from '../store/document.ts';
import { isDiskFault } from '../store/disk-fault.ts';
import type { Store } from '../store/store.ts';

/** An event in EventBridge's envelope, less what the plane adds (id, account, region, time). */
export interface OutboxEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

/** An event as a follower gets it. */
export interface RecordedEvent extends OutboxEvent {
  /** Counts up in the order of commit. */
  readonly seq: number;
  /** Service time in milliseconds. */
  readonly time: number;
  readonly accountId: string;
  readonly region: string;
}

/** Sees every event once, in order, after its commit; what it writes commits together with how far it got. */
export interface OutboxFollower {
  /** Names its place in the outbox across restarts. */
  readonly name: string;
  /** Synchronous, in a transaction. What takes time it orders from the engine. */
  handle(event: RecordedEvent, plane: PlaneServices): void;
}

const SCHEMA = [
  `create table if not exists outbox (
     seq integer primary key autoincrement, time integer not null, account text not null, region text not null,
     source text not null, detail_type text not null, resources text not null, detail text not null)`,
  'create table if not exists outbox_follower (name text primary key, seq integer not null) without rowid',
];

interface EventRow {
  seq: number;
  time: number;
  account: string;
  region: string;
  source: string;
  detail_type: string;
  resources: string;
  detail: string;
}

const EVENTS_PER_TURN = 100;
const DISK_RETRY_MS = 1000;

export class Outbox {
  readonly #store: Store;
  readonly #onError: (error: unknown) => void;
  readonly #followers: OutboxFollower[] = [];
  #plane: PlaneServices | undefined;
  #turnPlanned = false;

  constructor(options: { store: Store; onError: (error: unknown) => void }) {
    this.#store = options.store;
    this.#onError = options.onError;
    this.#store.migrate(SCHEMA);
  }

  /** Appends within the caller's transaction; `time` is service time in milliseconds. */
  append(owner: { accountId: string; region: string }, time: number, event: OutboxEvent): void {
    this.#store.transaction(() => {
      this.#store.run(
        'insert into outbox (time, account, region, source, detail_type, resources, detail) values (?, ?, ?, ?, ?, ?, ?)',
        time,
        owner.accountId,
        owner.region,
        event.source,
        event.detailType,
        JSON.stringify(event.resources),
        encodeDocument(event.detail),
      );
    });
    this.#wake();
  }

  follow(follower: OutboxFollower): void {
    this.#followers.push(follower);
  }

  /** Followers go on where they were. */
  start(plane: PlaneServices): void {
    this.#plane = plane;
    this.#wake();
  }

  stop(): void {
    this.#plane = undefined;
  }

  /** Plans one turn, after the transaction that is open now is on disk. */
  #wake(): void {
    if (!this.#plane || this.#turnPlanned || this.#followers.length === 0) return;
    this.#turnPlanned = true;
    this.#store.committed().then(
      () => setImmediate(() => this.#turn()),
      () => this.#turnAfterDisk(),
    );
  }

  #turnAfterDisk(): void {
    setTimeout(() => this.#turn(), DISK_RETRY_MS).unref();
  }

  #turn(): void {
    if (!this.#plane) return;
    this.#turnPlanned = false;
    let more = false;
    for (const follower of this.#followers) {
      const place = this.#place(follower);
      const rows = this.#store.all<EventRow>(
        'select * from outbox where seq > ? order by seq limit ?',
        place,
        EVENTS_PER_TURN,
      );
      more ||= rows.length === EVENTS_PER_TURN;
      for (const row of rows) {
        if (this.#hand(follower, row, this.#plane)) continue;
        this.#turnPlanned = true;
        this.#turnAfterDisk();
        return;
      }
    }
    if (more) this.#wake();
  }

  #place({ name }: OutboxFollower): number {
    return this.#store.get<{ seq: number }>('select seq from outbox_follower where name = ?', name)?.seq ?? 0;
  }

  /** False when the disk refused it: the event then comes again. */
  #hand(follower: OutboxFollower, row: EventRow, plane: PlaneServices): boolean {
    const passed = (): void => {
      this.#store.run('insert or replace into outbox_follower (name, seq) values (?, ?)', follower.name, row.seq);
    };
    try {
      this.#store.transaction(() => {
        follower.handle(recorded(row), plane);
        passed();
      });
    } catch (error) {
      this.#onError(error);
      if (isDiskFault(error)) return false;
      // A follower that throws is a bug: it is reported, and the event passed over, so that those behind it are handed on.
      this.#store.transaction(passed);
    }
    return true;
  }
}

const recorded = (row: EventRow): RecordedEvent => ({
  seq: row.seq,
  time: row.time,
  accountId: row.account,
  region: row.region,
  source: row.source,
  detailType: row.detail_type,
  resources: JSON.parse(row.resources) as string[],
  detail: decodeDocument<object>(row.detail),
});
