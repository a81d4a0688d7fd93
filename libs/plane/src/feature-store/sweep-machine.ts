/** The machine that removes expired records from disk; reads have not seen them since they expired. */
import type { AnyMachine, EffectContext, Engine, Machine, MachineEvent, Step } from '../engine/engine.ts';
import { nextExpiry, sweepOnline } from './online-records.ts';

const KIND = 'feature-store-sweep';
/** Records that one transaction removes: the loop serves others in between. */
const SWEPT_AT_ONCE = 1000;
/** The least and the longest time between two sweeps: a record that comes meanwhile may expire before those that wait. */
const SOON_MS = 60_000;
const LATER_MS = 3_600_000;

interface Sweep {
  readonly type: 'sweep';
}

type State = Record<string, never>;

const nextSweep = (expiry: number | null, now: number): number =>
  Math.max(now + SOON_MS, Math.min(expiry ?? Infinity, now + LATER_MS));

const advance = (state: State, event: MachineEvent<Sweep>, now: number): Step<State, Sweep> => {
  switch (event.type) {
    case 'due':
      return { state, dueAt: null, effects: [{ type: 'sweep' }] };
    case 'done':
      return { state, dueAt: nextSweep(event.result as number | null, now) };
    default:
      return { state, dueAt: now + SOON_MS };
  }
};

/** Resolves with when the next record expires, or null. */
const sweep = async ({ plane: { store, clock }, aborted }: EffectContext): Promise<number | null> => {
  while (!aborted.aborted && store.transaction(() => sweepOnline(store, clock.now(), SWEPT_AT_ONCE)) > 0) {
    await store.committed();
  }
  return nextExpiry(store) ?? null;
};

const machine: Machine<State, Sweep> = { kind: KIND, advance, perform: (_effect, context) => sweep(context) };

export const sweepMachine = machine as unknown as AnyMachine;

/** Sees to it that the plane has the machine, within the caller's transaction. */
export const ensureSweep = (engine: Engine, owner: { readonly accountId: string; readonly region: string }): void => {
  if (engine.state(KIND) !== undefined) return;
  engine.create(KIND, { id: KIND, accountId: owner.accountId, region: owner.region }, {});
};
