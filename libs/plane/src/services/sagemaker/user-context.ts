/** Who did it, as CreatedBy and LastModifiedBy tell. */
import type { UserContext } from '@aws-sdk/client-sagemaker';
import type { Principal } from '../../service.ts';

export const userContext = (principal: Principal): UserContext => ({
  IamIdentity: { Arn: principal.arn, PrincipalId: principal.userId },
});
