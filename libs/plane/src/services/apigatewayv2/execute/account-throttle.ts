/** The rate that AWS gives an account in a region, over all of its APIs. */
import type { Store } from '../../../store/store.ts';
import type { ServedApi } from './served-api.ts';
import { TokenBucket } from './token-bucket.ts';

/** Requests per second, and at once. */
export const ACCOUNT_RATE = 10_000;
export const ACCOUNT_BURST = 5_000;

const byStore = new WeakMap<Store, Map<string, TokenBucket>>();

/** Whether the account may have one more request served. `wall` is wall time in milliseconds. */
export const accountTakes = (store: Store, { accountId, region }: ServedApi, wall: number): boolean => {
  let buckets = byStore.get(store);
  if (!buckets) byStore.set(store, (buckets = new Map<string, TokenBucket>()));
  const key = `${accountId}/${region}`;
  let bucket = buckets.get(key);
  if (!bucket) buckets.set(key, (bucket = new TokenBucket(ACCOUNT_RATE, ACCOUNT_BURST, wall)));
  return bucket.take(wall);
};
