/**
 * GetAccountSettings: an account's limits in a region, and what it uses of them.
 * @source docs - gettingstarted-limits
 */
import { ACCOUNT_CONCURRENCY } from './environments/concurrency.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { unreservedConcurrency } from './reserved-concurrency.ts';

const LIMITS = { TotalCodeSize: 80_530_636_800, CodeSizeUnzipped: 262_144_000, CodeSizeZipped: 52_428_800 };

export const getAccountSettings: LambdaHandler<'GetAccountSettings'> = (_, context) => {
  const { store } = context.plane;
  const { functions } = store.get<{ functions: number }>(
    'select count(*) functions from lambda_function where account = ? and region = ?',
    context.accountId,
    context.region,
  )!;
  const { bytes } = store.get<{ bytes: number }>(
    `select coalesce(sum(json_extract(document, '$.CodeSize')), 0) bytes from lambda_version
     where account = ? and region = ?`,
    context.accountId,
    context.region,
  )!;
  return {
    AccountLimit: {
      ...LIMITS,
      ConcurrentExecutions: ACCOUNT_CONCURRENCY,
      UnreservedConcurrentExecutions: unreservedConcurrency(store, context),
    },
    AccountUsage: { TotalCodeSize: bytes, FunctionCount: functions },
  };
};
