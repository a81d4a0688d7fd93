/**
 * STS GetCallerIdentity: whose credentials signed the request.
 * @source docs
 */
import type { STSOperations } from '../../models/sts-operations.ts';
import type { Handlers } from '../../service.ts';

export const getCallerIdentity: Handlers<STSOperations>['GetCallerIdentity'] = (_input, { principal }) => ({
  UserId: principal.userId,
  Account: principal.accountId,
  Arn: principal.arn,
});
