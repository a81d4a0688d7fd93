/** AWS services as callers of each other: `lambda.amazonaws.com` and the like. No request off the wire has such a principal. */
import type { Principal } from '../service.ts';

const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com$/;

/**
 * A service that acts in an account.
 * @param service e.g. `apigateway.amazonaws.com`
 * @param sourceArn the resource on whose behalf it calls, which resource policies may ask for
 */
export const servicePrincipal = (accountId: string, service: string, sourceArn?: string): Principal => ({
  accountId,
  arn: service,
  userId: service,
  accessKeyId: '',
  ...(sourceArn !== undefined && { sourceArn }),
});

export const isServicePrincipal = ({ arn }: Principal): boolean => SERVICE.test(arn);
