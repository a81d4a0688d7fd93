/** All search indexes of a plane, and the bound on their memory. */
import type { Store } from '../../../store/store.ts';
import { ResourceIndexes } from './resource-indexes.ts';
import { resources } from './resources/index.ts';
import type { SearchResource } from './search-resource.ts';

/** Beyond it the indexes that were searched longest ago go; the one that is searched always stays. */
const MAX_BYTES = 512_000_000;

const ofStore = new WeakMap<Store, Map<SearchResource, ResourceIndexes>>();

/** The indexes of a resource; room is made for them before they are used. */
export const indexesOf = (store: Store, resource: SearchResource): ResourceIndexes => {
  const all = ofStore.get(store) ?? new Map<SearchResource, ResourceIndexes>();
  ofStore.set(store, all);
  const found = all.get(resource) ?? new ResourceIndexes(store, resource);
  all.set(resource, found);
  makeRoom([...all.values()], found);
  return found;
};

const makeRoom = (all: readonly ResourceIndexes[], wanted: ResourceIndexes): void => {
  let bytes = all.reduce((sum, each) => sum + each.bytes, 0);
  for (const each of [...all].sort((one, other) => one.lastUse - other.lastUse)) {
    if (bytes <= MAX_BYTES) return;
    if (each === wanted) continue;
    bytes -= each.bytes;
    void each.drop();
  }
};

/** Makes the indexes again that stood when the plane ended, in the background. */
export const restoreIndexes = async (store: Store): Promise<void> => {
  for (const indexes of resources.map((resource) => indexesOf(store, resource))) await indexes.restore();
};

/** Lets go of a plane's indexes before its store closes. */
export const closeIndexes = async (store: Store): Promise<void> => {
  for (const each of ofStore.get(store)?.values() ?? []) await each.close();
  ofStore.delete(store);
};
