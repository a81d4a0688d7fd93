/** One engine for everything that takes time: pure machines, moved by events that commit together with what they cause. */
import type { PlaneServices } from '../service.ts';
import { decodeDocument, encodeDocument } from '../store/document.ts';
import { isDiskFault } from '../store/disk-fault.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import type { Outbox, OutboxEvent } from './outbox.ts';

/** Whose machine it is; `id` is unique in the plane, e.g. `training-job/<account>/<region>/<name>`. */
export interface MachineRef {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
}

export interface EffectFailure {
  readonly message: string;
  /** The AWS error code when an AWS call failed. */
  readonly code?: string;
}

/** What moves a machine. An effect's result must survive JSON. */
export type MachineEvent<Effect> =
  | { readonly type: 'created' }
  | { readonly type: 'due' }
  | { readonly type: 'done'; readonly effect: Effect; readonly result: unknown }
  | { readonly type: 'failed'; readonly effect: Effect; readonly error: EffectFailure }
  | { readonly type: 'signal'; readonly name: string; readonly payload?: unknown };

export interface Step<State, Effect> {
  readonly state: State;
  /** Service time in milliseconds at which `due` comes; null for never; absent leaves it as it is. */
  readonly dueAt?: number | null;
  readonly effects?: readonly Effect[];
  /** Events for EventBridge, metrics and triggers. */
  readonly events?: readonly OutboxEvent[];
  /** The machine is over: it and its outstanding effects are forgotten. */
  readonly finished?: boolean;
}

export interface EffectContext {
  readonly plane: PlaneServices;
  readonly ref: MachineRef;
  /** The same on every attempt: what makes an effect idempotent across a crash. */
  readonly token: string;
  /** Aborted when the plane closes (the effect runs again at the next start) or the machine is over. */
  readonly aborted: AbortSignal;
}

/** `State` and `Effect` are documents: JSON plus dates. */
export interface Machine<State, Effect extends { readonly type: string }> {
  readonly kind: string;
  /** Pure: no clock, no input or output. */
  advance(state: State, event: MachineEvent<Effect>, now: number): Step<State, Effect>;
  /** Does one effect. It may run again after a crash, with the same token. */
  perform(effect: Effect, context: EffectContext): Promise<unknown>;
  /** Writes what other tables show of the new state, in the same transaction. */
  project?(store: Store, ref: MachineRef, state: State): void;
}

const SCHEMA = [
  `create table if not exists engine_machine (
     id text primary key, kind text not null, account text not null, region text not null,
     state text not null, due_at integer, effects integer not null default 0) without rowid`,
  'create index if not exists engine_machine_due on engine_machine (due_at) where due_at is not null',
  'create table if not exists engine_effect (token text primary key, machine text not null, effect text not null) without rowid',
  'create index if not exists engine_effect_machine on engine_effect (machine)',
];

interface MachineRow {
  id: string;
  kind: string;
  account: string;
  region: string;
  state: string;
  due_at: number | null;
  effects: number;
}

/** A wake-up is only a hint: what is due stands in the table. */
const LONGEST_SLEEP_MS = 60_000;
const DISK_RETRY_MS = 1000;

/** A machine of any state and effect, as the engine keeps it. */
export type AnyMachine = Machine<unknown, { readonly type: string }>;

export class Engine {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #machines = new Map<string, AnyMachine>();
  readonly #inFlight = new Map<string, { machine: string; abort: AbortController; ended: Promise<void> }>();
  #plane: PlaneServices | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wakePlanned = false;
  #stopWatching: () => void = () => undefined;
  readonly #onError: (error: unknown) => void;

  constructor(options: { store: Store; clock: Clock; outbox: Outbox; onError: (error: unknown) => void }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#outbox = options.outbox;
    this.#onError = options.onError;
    this.#store.migrate(SCHEMA);
  }

  register(machine: AnyMachine): void {
    this.#machines.set(machine.kind, machine);
  }

  /** Starts the loop: outstanding effects run again, what is due moves. */
  start(plane: PlaneServices): void {
    this.#plane = plane;
    this.#stopWatching = this.#clock.onChange(() => this.#wake());
    this.#wake();
  }

  /** Ends the loop. Effects in flight are aborted and stay outstanding. */
  async stop(): Promise<void> {
    this.#plane = undefined;
    this.#stopWatching();
    clearTimeout(this.#timer);
    const running = [...this.#inFlight.values()];
    for (const { abort } of running) abort.abort();
    await Promise.all(running.map(({ ended }) => ended));
  }

  /** Makes a machine and moves it by `created`, within the caller's transaction. */
  create<State>(kind: string, ref: MachineRef, state: State): void {
    this.#store.transaction(() => {
      this.#store.run(
        'insert into engine_machine (id, kind, account, region, state) values (?, ?, ?, ?, ?)',
        ref.id,
        kind,
        ref.accountId,
        ref.region,
        encodeDocument(state as object),
      );
      this.#move(ref.id, { type: 'created' });
    });
  }

  /** Moves a machine by a signal, within the caller's transaction; false when there is no such machine. */
  signal(id: string, name: string, payload?: unknown): boolean {
    return this.#store.transaction(() => this.#move(id, { type: 'signal', name, payload }));
  }

  /** The state of a machine, or undefined when it is over. */
  state<State>(id: string): State | undefined {
    const row = this.#store.get<MachineRow>('select state from engine_machine where id = ?', id);
    return row && decodeDocument<State>(row.state);
  }

  /** Forgets a machine and aborts its effects, within the caller's transaction. */
  remove(id: string): void {
    this.#store.transaction(() => this.#forget(id));
  }

  #move(id: string, event: MachineEvent<{ readonly type: string }>): boolean {
    const row = this.#store.get<MachineRow>('select * from engine_machine where id = ?', id);
    if (!row) return false;
    const machine = this.#machines.get(row.kind);
    if (!machine) throw new Error(`no machine of kind ${row.kind} is registered`);
    const ref: MachineRef = { id, accountId: row.account, region: row.region };
    const now = this.#clock.now();
    const step = machine.advance(decodeDocument(row.state), event, now);
    const effects = step.effects ?? [];
    this.#store.run(
      'update engine_machine set state = ?, due_at = ?, effects = ? where id = ?',
      encodeDocument(step.state as object),
      step.dueAt === undefined ? (event.type === 'due' ? null : row.due_at) : step.dueAt,
      row.effects + effects.length,
      id,
    );
    effects.forEach((effect, index) => {
      this.#store.run(
        'insert into engine_effect (token, machine, effect) values (?, ?, ?)',
        `${id}#${row.effects + index + 1}`,
        id,
        encodeDocument(effect),
      );
    });
    for (const outgoing of step.events ?? []) this.#outbox.append(ref, now, outgoing);
    machine.project?.(this.#store, ref, step.state);
    if (step.finished) this.#forget(id);
    this.#wake();
    return true;
  }

  #forget(id: string): void {
    this.#store.run('delete from engine_effect where machine = ?', id);
    this.#store.run('delete from engine_machine where id = ?', id);
    this.#store.afterCommit(() => {
      for (const running of this.#inFlight.values()) if (running.machine === id) running.abort.abort();
    });
  }

  /** Plans one turn of the loop, after the transaction that is open now is on disk. */
  #wake(): void {
    if (!this.#plane || this.#wakePlanned) return;
    this.#wakePlanned = true;
    const turn = (): void => {
      this.#wakePlanned = false;
      this.#turn();
    };
    this.#store.committed().then(turn, () => this.#afterDisk(turn));
  }

  /** The disk refused a commit: what it undid is tried again, not at once, lest a full disk keep the processor busy. */
  #afterDisk(turn: () => void): void {
    setTimeout(turn, DISK_RETRY_MS).unref();
  }

  #turn(): void {
    if (!this.#plane) return;
    const due = this.#store.all<{ id: string }>(
      'select id from engine_machine where due_at <= ? order by due_at limit 100',
      this.#clock.now(),
    );
    for (const { id } of due) {
      try {
        this.#store.transaction(() => this.#move(id, { type: 'due' }));
      } catch (error) {
        this.#onError(error);
        if (isDiskFault(error)) {
          this.#afterDisk(() => this.#wake());
          return;
        }
        // A machine that throws is a bug: it is reported and parked, so that the loop serves the others.
        this.#store.transaction(() => this.#store.run('update engine_machine set due_at = null where id = ?', id));
      }
    }
    const outstanding = this.#store.all<{
      token: string;
      machine: string;
      effect: string;
      kind: string;
      account: string;
      region: string;
    }>(
      'select e.token, e.machine, e.effect, m.kind, m.account, m.region from engine_effect e join engine_machine m on m.id = e.machine',
    );
    for (const row of outstanding) {
      if (!this.#inFlight.has(row.token)) this.#perform(row, this.#plane);
    }
    this.#sleep();
  }

  #sleep(): void {
    clearTimeout(this.#timer);
    const next = this.#store.get<{ due_at: number }>(
      'select due_at from engine_machine where due_at is not null order by due_at limit 1',
    );
    if (!next) return;
    this.#timer = setTimeout(() => this.#wake(), Math.min(LONGEST_SLEEP_MS, this.#clock.wallUntil(next.due_at)));
  }

  #perform(
    row: { token: string; machine: string; effect: string; kind: string; account: string; region: string },
    plane: PlaneServices,
  ): void {
    const machine = this.#machines.get(row.kind);
    if (!machine) throw new Error(`no machine of kind ${row.kind} is registered`);
    const effect = decodeDocument<{ readonly type: string }>(row.effect);
    const abort = new AbortController();
    const context: EffectContext = {
      plane,
      ref: { id: row.machine, accountId: row.account, region: row.region },
      token: row.token,
      aborted: abort.signal,
    };
    const ended = this.#store
      .committed() // an effect never runs before what ordered it is on disk
      .then(() => machine.perform(effect, context))
      .then(
        (result): MachineEvent<typeof effect> => ({ type: 'done', effect, result }),
        (error: unknown): MachineEvent<typeof effect> => ({ type: 'failed', effect, error: failureOf(error) }),
      )
      .then((event) => {
        this.#inFlight.delete(row.token);
        if (abort.signal.aborted) {
          this.#wake(); // a machine made anew by the same id may wait for the token
          return;
        }
        this.#store.transaction(() => {
          this.#store.run('delete from engine_effect where token = ?', row.token);
          this.#move(row.machine, event);
        });
      })
      .catch((error: unknown) => {
        this.#onError(error);
        if (String((error as { code?: unknown }).code).startsWith('SQLITE_')) this.#afterDisk(() => this.#wake());
      });
    this.#inFlight.set(row.token, { machine: row.machine, abort, ended });
  }
}

const failureOf = (error: unknown): EffectFailure => {
  const { message, code } = error as { message?: string; code?: string };
  return { message: message ?? String(error), ...(code === undefined ? {} : { code }) };
};
