/** Begins a flush: what it covers is fixed before anything is written, so that it covers the same after a crash. */
import type { EffectContext } from '../../engine/engine.ts';
import { awakeGroups } from './awake-groups.ts';
import { newestPending } from './pending-partitions.ts';

/** @returns the newest row that the flush covers; who adds a later one wakes the machine again */
export const beginFlush = async (groupId: number, { plane: { store } }: EffectContext): Promise<number> => {
  // Rows that are not on disk may yet be undone, and their numbers become others'.
  while (store.uncommitted) await store.committed();
  awakeGroups(store).delete(groupId);
  return newestPending(store);
};
