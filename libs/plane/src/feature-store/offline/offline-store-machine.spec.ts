import { describe, expect, it } from 'vitest';
import type { MachineEvent } from '../../engine/engine.ts';
import { advanceOfflineStore, type OfflineStoreEffect, type OfflineStoreState } from './offline-store-machine.ts';

const NOW = Date.UTC(2025, 0, 1);
const MADE: OfflineStoreState = { groupId: 7, lag: 900_000, phase: 'waiting', failures: 0 };
const FLUSH: OfflineStoreEffect = { type: 'flush', groupId: 7, upTo: 42, writeTime: NOW };
const pending: MachineEvent<OfflineStoreEffect> = { type: 'signal', name: 'pending', payload: { lag: 900_000 } };

describe('advanceOfflineStore', () => {
  const flushing: OfflineStoreState = { ...MADE, phase: 'flushing', upTo: 42 };

  it('waits for the lag, counted from the oldest row, and takes another lag at once', () => {
    const { state, dueAt } = advanceOfflineStore(MADE, { type: 'created' }, NOW);
    expect(dueAt).toBe(NOW + 900_000);
    expect(advanceOfflineStore(state, pending, NOW + 5).dueAt).toBe(NOW + 900_000);
    const lag: MachineEvent<OfflineStoreEffect> = { type: 'signal', name: 'lag', payload: { lag: 10 } };
    expect(advanceOfflineStore(state, lag, NOW + 5).dueAt).toBe(NOW + 10);
  });

  it('fixes what a flush covers before it writes, and writes part by part', () => {
    const { state } = advanceOfflineStore(MADE, { type: 'created' }, NOW);
    const begun = advanceOfflineStore(state, { type: 'due' }, NOW);
    expect(begun.effects).toEqual([{ type: 'begin', groupId: 7 }]);
    const first = advanceOfflineStore(begun.state, { type: 'done', effect: begun.effects![0]!, result: 42 }, NOW);
    expect(first.effects).toEqual([FLUSH]);
    const next = advanceOfflineStore(first.state, { type: 'done', effect: FLUSH, result: { after: 3 } }, NOW + 1);
    expect(next.effects).toEqual([{ ...FLUSH, writeTime: NOW + 1, after: 3 }]);
    expect(advanceOfflineStore(next.state, { type: 'done', effect: FLUSH, result: {} }, NOW + 2).finished).toBe(true);
  });

  it('goes on for rows that came while it flushed', () => {
    const told = advanceOfflineStore(flushing, pending, NOW);
    expect(told.effects).toBeUndefined();
    const done = advanceOfflineStore(told.state, { type: 'done', effect: FLUSH, result: {} }, NOW + 7);
    expect([done.finished, done.dueAt, done.state.upTo]).toEqual([undefined, NOW + 900_000, undefined]);
  });

  it('tries what failed again, for the same rows, ever less often', () => {
    const failed = { type: 'failed', effect: FLUSH, error: { message: 'no bucket' } } as const;
    let { state, dueAt } = advanceOfflineStore(flushing, failed, NOW);
    expect(dueAt).toBe(NOW + 1000);
    const again = advanceOfflineStore(state, { type: 'due' }, NOW + 1000);
    expect(again.effects).toEqual([{ ...FLUSH, writeTime: NOW + 1000 }]);
    for (let failures = 0; failures < 30; failures += 1) ({ state, dueAt } = advanceOfflineStore(state, failed, NOW));
    expect(dueAt).toBe(NOW + 300_000);
  });
});
