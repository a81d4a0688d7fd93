/** Groups whose machine is known to wait for the next flush, so that not every record has to tell it that it came. */
import type { Store } from '../../store/store.ts';

const ofStore = new WeakMap<Store, Set<number>>();

/** Ids of groups. A hint: without it the machine is told once more. */
export const awakeGroups = (store: Store): Set<number> => {
  let groups = ofStore.get(store);
  if (!groups) ofStore.set(store, (groups = new Set()));
  return groups;
};
