/** The account's concurrency: what functions reserve of it, and what is left to the others. */
import type { CallContext } from '../../service.ts';
import type { Store } from '../../store/store.ts';
import { ACCOUNT_CONCURRENCY } from './environments/concurrency.ts';

type Owner = Pick<CallContext, 'accountId' | 'region'>;

/** Reserved by functions, less what the function `except` has. */
export const reservedConcurrency = (store: Store, { accountId, region }: Owner, except?: number): number =>
  store.get<{ sum: number }>(
    'select coalesce(sum(reserved), 0) sum from lambda_function where account = ? and region = ? and id <> ?',
    accountId,
    region,
    except ?? -1,
  )!.sum;

/** Kept ahead for functions that reserve nothing. */
export const provisionedConcurrency = (store: Store, { accountId, region }: Owner): number =>
  store.get<{ sum: number }>(
    `select coalesce(sum(p.requested), 0) sum from lambda_provisioned p join lambda_function f on f.id = p.function
     where p.account = ? and p.region = ? and f.reserved is null`,
    accountId,
    region,
  )!.sum;

/** What functions without a reservation share. */
export const unreservedConcurrency = (store: Store, owner: Owner): number =>
  ACCOUNT_CONCURRENCY - reservedConcurrency(store, owner) - provisionedConcurrency(store, owner);
