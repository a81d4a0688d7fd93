import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlaneServices } from '../service.ts';
import { Store } from '../store/store.ts';
import { waitFor } from '../testing/wait-for.ts';
import { Clock } from './clock.ts';
import { Engine, type EffectContext, type Machine, type MachineEvent } from './engine.ts';
import { Outbox } from './outbox.ts';

interface Oven {
  readonly phase: 'cold' | 'heating' | 'hot' | 'broken';
  readonly seen: readonly string[];
}
interface Heat {
  readonly type: 'heat';
  readonly watts: number;
}

const HOUR = 3_600_000;
const START = Date.UTC(2025, 0, 1);

/** Heats when made or told, stays hot for an hour, then is over. */
const oven = (perform: (effect: Heat, context: EffectContext) => Promise<unknown>): Machine<Oven, Heat> => ({
  kind: 'oven',
  advance: (state, event, now) => {
    const seen = [...state.seen, describeEvent(event)];
    switch (event.type) {
      case 'created':
        return { state: { phase: 'heating', seen }, effects: [{ type: 'heat', watts: 900 }] };
      case 'done':
        return {
          state: { phase: 'hot', seen },
          dueAt: now + HOUR,
          events: [{ source: 'test', detailType: 'Oven Hot', resources: ['oven'], detail: { at: new Date(now) } }],
        };
      case 'failed':
        return { state: { phase: 'broken', seen } };
      case 'due':
        return { state: { phase: 'cold', seen }, finished: true };
      case 'signal':
        if (event.name === 'crash') throw new Error('a bug in advance');
        return { state: { ...state, seen } };
    }
  },
  perform,
  project: (store, ref, state) => {
    store.run('insert or replace into oven (id, phase) values (?, ?)', ref.id, state.phase);
  },
});

const describeEvent = (event: MachineEvent<Heat>): string => {
  if (event.type === 'done') return `done ${JSON.stringify(event.result)}`;
  if (event.type === 'failed') return `failed ${event.error.code ?? ''} ${event.error.message}`;
  return event.type === 'signal' ? `signal ${event.name} ${JSON.stringify(event.payload)}` : event.type;
};

describe('Engine', () => {
  let dir: string;
  let wall: number;
  let faults: unknown[];
  const opened: { store: Store; engine: Engine }[] = [];
  const plane = {} as PlaneServices;

  const open = (perform: (effect: Heat, context: EffectContext) => Promise<unknown>) => {
    const store = new Store(join(dir, `plane.db`));
    store.migrate(['create table if not exists oven (id text primary key, phase text)']);
    const clock = new Clock({ offset: 0, scale: 1, since: 0 }, () => wall);
    const onError = (error: unknown) => faults.push(error);
    const engine = new Engine({ store, clock, outbox: new Outbox({ store, onError }), onError });
    engine.register(oven(perform));
    const running = { store, clock, engine };
    opened.push(running);
    return running;
  };
  const make = ({ store, engine }: { store: Store; engine: Engine }, id = 'oven/1'): void =>
    store.transaction(() =>
      engine.create<Oven>('oven', { id, accountId: '111111111111', region: 'us-east-1' }, { phase: 'cold', seen: [] }),
    );
  const shown = (store: Store, id = 'oven/1'): unknown =>
    store.get<{ phase: string }>('select phase from oven where id = ?', id)?.phase;
  const never = (): Promise<never> => new Promise(() => undefined);

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'gradus-engine-'));
    wall = START;
    faults = [];
  });
  afterEach(async () => {
    for (const { engine, store } of opened.splice(0)) {
      await engine.stop();
      store.close();
    }
    rmSync(dir, { recursive: true });
    expect(faults).toEqual([]);
  });

  it('moves a machine by what its effect results in, with its projection and its event in one transaction', async () => {
    const running = open(async ({ watts }, { token }) => ({ watts, token }));
    const { store, engine } = running;
    engine.start(plane);
    make(running);
    expect(shown(store)).toBe('heating');
    await waitFor(() => shown(store) === 'hot');
    expect(engine.state<Oven>('oven/1')).toEqual({
      phase: 'hot',
      seen: ['created', 'done {"watts":900,"token":"oven/1#1"}'],
    });
    expect(store.all('select source, detail_type, account, time from outbox')).toEqual([
      { source: 'test', detail_type: 'Oven Hot', account: '111111111111', time: START },
    ]);
  });

  it('tells a machine that its effect failed, with the AWS code', async () => {
    const running = open(() => Promise.reject(Object.assign(new Error('no power'), { code: 'ThrottlingException' })));
    running.engine.start(plane);
    make(running);
    await waitFor(() => shown(running.store) === 'broken');
    expect(running.engine.state<Oven>('oven/1')?.seen).toEqual(['created', 'failed ThrottlingException no power']);
  });

  it('starts no effect of a machine whose transaction was undone', async () => {
    let performed = 0;
    const running = open(async () => (performed += 1));
    running.engine.start(plane);
    expect(() =>
      running.store.transaction(() => {
        make(running);
        throw new Error('no');
      }),
    ).toThrow('no');
    make(running, 'oven/2');
    await waitFor(() => shown(running.store, 'oven/2') === 'hot');
    expect(performed).toBe(1);
    expect(running.engine.state('oven/1')).toBeUndefined();
  });

  it('runs what is due when the clock jumps there, and forgets a machine that is over', async () => {
    const running = open(async () => null);
    const { store, engine, clock } = running;
    engine.start(plane);
    make(running);
    await waitFor(() => shown(store) === 'hot');
    clock.set({ time: START + HOUR - 1 });
    await store.committed();
    expect(shown(store)).toBe('hot');
    clock.set({ time: START + HOUR });
    await waitFor(() => shown(store) === 'cold');
    expect(engine.state('oven/1')).toBeUndefined();
  });

  it('runs what is due when the clock is fast', async () => {
    const running = open(async () => null);
    running.engine.start(plane);
    make(running);
    await waitFor(() => shown(running.store) === 'hot');
    const real = performance.now();
    wall = START;
    running.clock.set({ scale: 100_000 });
    const ticking = setInterval(() => (wall = START + performance.now() - real), 1);
    await waitFor(() => shown(running.store) === 'cold').finally(() => clearInterval(ticking));
  });

  it('hands a signal and its payload to a machine, and says when there is none', () => {
    const running = open(never);
    make(running);
    expect(running.engine.signal('oven/1', 'open', { door: 1 })).toBe(true);
    expect(running.engine.signal('oven/2', 'open')).toBe(false);
    expect(running.engine.state<Oven>('oven/1')?.seen).toEqual(['created', 'signal open {"door":1}']);
  });

  it('aborts the effects of a machine that is removed', async () => {
    let aborted: AbortSignal | undefined;
    const running = open((_effect, context) => {
      aborted = context.aborted;
      return new Promise((_resolve, reject) =>
        context.aborted.addEventListener('abort', () => reject(new Error('over'))),
      );
    });
    running.engine.start(plane);
    make(running);
    await waitFor(() => aborted !== undefined);
    running.engine.remove('oven/1');
    await waitFor(() => aborted?.aborted);
    expect(running.store.all('select * from engine_effect')).toEqual([]);
  });

  it('runs an effect again after a stop that came between effect and result, with the same token', async () => {
    const tokens: string[] = [];
    const first = open((_effect, { token, aborted }) => {
      tokens.push(token);
      return new Promise((_resolve, reject) => aborted.addEventListener('abort', () => reject(new Error('closed'))));
    });
    first.engine.start(plane);
    make(first);
    await waitFor(() => tokens.length === 1);
    await first.engine.stop();
    first.store.close();
    opened.splice(0);
    const second = open(async (_effect, { token }) => {
      tokens.push(token);
    });
    expect(shown(second.store)).toBe('heating');
    second.engine.start(plane);
    await waitFor(() => shown(second.store) === 'hot');
    expect(tokens).toEqual(['oven/1#1', 'oven/1#1']);
  });

  it('runs the effects of a machine made anew while an effect of the one before it ends', async () => {
    const ends: (() => void)[] = [];
    const running = open(() => new Promise((resolve) => ends.push(() => resolve(ends.length))));
    const { store, engine } = running;
    engine.start(plane);
    make(running);
    await waitFor(() => ends.length === 1);
    store.transaction(() => engine.remove('oven/1'));
    make(running);
    await store.committed();
    ends[0]!();
    await waitFor(() => ends.length === 2);
    ends[1]!();
    await waitFor(() => shown(store) === 'hot');
  });

  it('parks nothing when the disk is full: what is due happens once there is room', async () => {
    const running = open(async () => null);
    const { store, engine, clock } = running;
    engine.register({
      kind: 'hoard',
      advance: (_state, event, now) =>
        event.type === 'created' ? { state: '', dueAt: now + HOUR } : { state: 'x'.repeat(1_000_000) },
      perform: () => Promise.resolve(),
    });
    engine.start(plane);
    const ref = { id: 'hoard/1', accountId: '111111111111', region: 'us-east-1' };
    store.transaction(() => engine.create('hoard', ref, ''));
    await store.committed();
    store.migrate(['pragma max_page_count = 1']); // SQLite takes the number of pages that there are
    clock.set({ time: START + HOUR });
    await waitFor(() => faults.length > 0);
    expect(faults.splice(0)).toEqual([expect.objectContaining({ code: 'SQLITE_FULL' })]);
    expect(store.get('select due_at from engine_machine')).toEqual({ due_at: START + HOUR });
    store.migrate(['pragma max_page_count = 1000000']);
    await waitFor(() => engine.state<string>('hoard/1') !== '');
    faults = [];
  });

  it('parks a machine that throws, reports it, and serves the others', async () => {
    const running = open(async () => null);
    const { store, engine, clock } = running;
    engine.start(plane);
    make(running);
    await waitFor(() => shown(store) === 'hot');
    store.transaction(() => store.run("update engine_machine set kind = 'unknown' where id = 'oven/1'"));
    make(running, 'oven/2');
    await waitFor(() => shown(store, 'oven/2') === 'hot');
    clock.set({ time: START + 2 * HOUR });
    await waitFor(() => shown(store, 'oven/2') === 'cold');
    expect(faults.splice(0)).toEqual([
      expect.objectContaining({ message: 'no machine of kind unknown is registered' }),
    ]);
    expect(store.get('select due_at from engine_machine')).toEqual({ due_at: null });
  });
});
