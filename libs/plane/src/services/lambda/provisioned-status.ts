/** What is kept ahead of a version or an alias, as answers show it. */
import type { CallContext } from '../../service.ts';
import { findAlias } from './alias-table.ts';
import { lambdaTime } from './lambda-time.ts';
import { lambdaRuntime } from './lambda-runtime.ts';
import type { ProvisionedRow } from './provisioned-table.ts';

export const provisionedStatus = ({ plane, accountId, region }: CallContext, row: ProvisionedRow) => {
  const version = findAlias(plane.store, row.function, row.qualifier)?.FunctionVersion ?? row.qualifier;
  const started = lambdaRuntime(plane).fleet.provisioned(accountId, region, row.name, version);
  const allocated = Math.min(row.requested, started);
  return {
    RequestedProvisionedConcurrentExecutions: row.requested,
    AllocatedProvisionedConcurrentExecutions: allocated,
    AvailableProvisionedConcurrentExecutions: allocated,
    Status: row.status,
    ...(row.reason !== null && { StatusReason: row.reason }),
    LastModified: lambdaTime(row.modified),
  };
};
