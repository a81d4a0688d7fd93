/** Names as callers give them: plain or as an ARN, which must be one of the caller's own resources. */
import type { CallContext } from '../../service.ts';
import { AwsError, validationException } from '../../wire/aws-error.ts';
import { parseArn, type ResourceArn, type ResourceKind } from './arn.ts';

/**
 * The name (or `<group>/<version>`) that an `ArnOrName` member gives.
 * @throws AwsError ValidationException for an ARN of another kind, AccessDeniedException for another account's resource
 */
export const nameOf = (arnOrName: string, kind: ResourceKind, context: CallContext, operation: string): string => {
  if (!arnOrName.startsWith('arn:')) return arnOrName;
  return ownArn(arnOrName, [kind], context, operation).id;
};

/**
 * Reads the ARN of a resource that the caller owns.
 * @throws AwsError ValidationException for another kind or region, AccessDeniedException for another account's resource
 */
export const ownArn = (arn: string, kinds: readonly string[], context: CallContext, operation: string): ResourceArn => {
  const parsed = parseArn(arn);
  if (!parsed || !kinds.includes(parsed.kind)) throw validationException(`Invalid ARN: ${arn}`);
  if (parsed.accountId !== context.accountId) {
    const action = `sagemaker:${operation}`;
    throw new AwsError(
      'AccessDeniedException',
      400,
      `User: ${context.principal.arn} is not authorized to perform: ${action} on resource: ${arn} because no resource-based policy allows the ${action} action`,
    );
  }
  if (parsed.region !== context.region) {
    throw validationException(`The region of ${arn} is not the region of the request: ${context.region}`);
  }
  return parsed;
};
