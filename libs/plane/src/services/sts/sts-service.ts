/** STS: who signs, and who may become whom. */
import type { Accounts } from '../../accounts/accounts.ts';
import { stsModel } from '../../models/sts-model.ts';
import type { STSOperations } from '../../models/sts-operations.ts';
import { defineService, type Service } from '../../service.ts';
import { assumeRole } from './assume-role.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

export const stsService = (accounts: Accounts): Service =>
  defineService<STSOperations>({
    model: stsModel,
    schema: [],
    handlers: { AssumeRole: assumeRole(accounts), GetCallerIdentity: getCallerIdentity },
  });
