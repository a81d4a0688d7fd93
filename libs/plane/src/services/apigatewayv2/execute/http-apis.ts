/** The APIs as they were last compiled, per plane: a warm request reads no table. */
import type { Store } from '../../../store/store.ts';
import type { ServedApi } from './served-api.ts';

const byStore = new WeakMap<Store, Map<string, ServedApi>>();

const cacheOf = (store: Store): Map<string, ServedApi> => {
  let cache = byStore.get(store);
  if (!cache) byStore.set(store, (cache = new Map<string, ServedApi>()));
  return cache;
};

/** Bounds what is kept; the next request of an API that was dropped compiles it anew. */
const MOST = 1000;

/** The API as it is served, compiled when it is not known; undefined when there is none. */
export const httpApi = (store: Store, apiId: string, compile: () => ServedApi | undefined): ServedApi | undefined => {
  const cache = cacheOf(store);
  const known = cache.get(apiId);
  if (known) return known;
  const made = compile();
  // What is not committed yet may never be.
  if (!made || store.uncommitted) return made;
  if (cache.size >= MOST) cache.clear();
  cache.set(apiId, made);
  return made;
};

/** Must be called by whoever changes an API, in the transaction of the change. */
export const forgetHttpApi = (store: Store, apiId: string): void => {
  store.afterCommit(() => cacheOf(store).delete(apiId));
};
