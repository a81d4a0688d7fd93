/** The machine of a group whose offline store has rows to get: it waits for the lag, then flushes until none is left. */
import type { AnyMachine, Machine, MachineEvent, Step } from '../../engine/engine.ts';
import { OFFLINE_STORE_MACHINE } from '../machine-ids.ts';
import { beginFlush } from './begin-flush.ts';
import { flushRows, type FlushOrder, type FlushProgress } from './flush-rows.ts';

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 300_000;

export interface OfflineStoreState {
  readonly groupId: number;
  /** Milliseconds. */
  readonly lag: number;
  readonly phase: 'waiting' | 'flushing' | 'failed';
  /** When the oldest row came that no flush covers; absent when there is none. */
  readonly since?: number;
  /** What the flush covers; absent until it has begun. */
  readonly upTo?: number;
  readonly failures: number;
}

interface Begin {
  readonly type: 'begin';
  readonly groupId: number;
}

export type OfflineStoreEffect = Begin | FlushOrder;

type OfflineStoreStep = Step<OfflineStoreState, OfflineStoreEffect>;

/** Orders the next part of the flush; a flush that has not begun begins. */
const flush = (state: OfflineStoreState, now: number, after?: number): OfflineStoreStep => {
  const { groupId, upTo } = state;
  const order: OfflineStoreEffect =
    upTo === undefined
      ? { type: 'begin', groupId }
      : { type: 'flush', groupId, upTo, writeTime: now, ...(after !== undefined && { after }) };
  return { state: { ...state, phase: 'flushing' }, dueAt: null, effects: [order] };
};

const wait = ({ groupId, lag, since }: OfflineStoreState): OfflineStoreStep => {
  const state: OfflineStoreState = { groupId, lag, phase: 'waiting', failures: 0 };
  return since === undefined ? { state, finished: true } : { state: { ...state, since }, dueAt: since + lag };
};

export const advanceOfflineStore = (
  state: OfflineStoreState,
  event: MachineEvent<OfflineStoreEffect>,
  now: number,
): OfflineStoreStep => {
  switch (event.type) {
    case 'created':
      return wait({ ...state, since: now });
    case 'signal': {
      const { lag } = event.payload as { lag: number };
      const since = event.name === 'pending' ? (state.since ?? now) : state.since;
      const next = { ...state, lag, ...(since !== undefined && { since }) };
      return state.phase === 'waiting' ? wait(next) : { state: next };
    }
    case 'due':
      if (state.phase !== 'waiting') return flush(state, now);
      return flush({ groupId: state.groupId, lag: state.lag, phase: 'flushing', failures: 0 }, now);
    case 'done': {
      if (event.effect.type === 'begin') return flush({ ...state, upTo: event.result as number }, now);
      const { after } = event.result as FlushProgress;
      return after === undefined ? wait(state) : flush({ ...state, failures: 0 }, now, after);
    }
    case 'failed': {
      const failures = state.failures + 1;
      const pause = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20));
      return { state: { ...state, phase: 'failed', failures }, dueAt: now + pause };
    }
  }
};

const machine: Machine<OfflineStoreState, OfflineStoreEffect> = {
  kind: OFFLINE_STORE_MACHINE,
  advance: advanceOfflineStore,
  perform: (effect, context) =>
    effect.type === 'begin' ? beginFlush(effect.groupId, context) : flushRows(effect, context),
};

export const offlineStoreMachine = machine as unknown as AnyMachine;
