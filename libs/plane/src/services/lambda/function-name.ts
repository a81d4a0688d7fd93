/** Which function a request names: by its name, a partial or a whole ARN, and perhaps a version or an alias. */
import type { CallContext } from '../../service.ts';
import { functionNotFound, invalidParameter } from './errors.ts';

export interface FunctionReference {
  readonly name: string;
  /** An alias, a version or `$LATEST`, when the caller named one. */
  readonly qualifier?: string;
}

type Owner = Pick<CallContext, 'accountId' | 'region'>;

export const LATEST = '$LATEST';

export const functionArn = ({ accountId, region }: Owner, name: string, qualifier?: string): string =>
  `arn:aws:lambda:${region}:${accountId}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;

const REFERENCE =
  /^(?:arn:aws[\w-]*:lambda:)?(?:([a-z]{2}[a-z-]*-\d):)?(?:(\d{12}):)?(?:function:)?([\w-]{1,64})(?::(\$LATEST|[\w-]+))?$/;

/**
 * @param qualifier what the request names beside the function
 * @throws AwsError InvalidParameterValueException, and ResourceNotFoundException for another account's or region's function
 */
export const functionReference = (context: Owner, text: string, qualifier?: string): FunctionReference => {
  const [, region, account, name, named] = REFERENCE.exec(text) ?? [];
  if (name === undefined) throw invalidParameter(`Invalid function name: ${text}`);
  if ((account ?? context.accountId) !== context.accountId || (region ?? context.region) !== context.region) {
    throw functionNotFound(text);
  }
  if (named !== undefined && qualifier !== undefined && named !== qualifier) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
  }
  const found = qualifier ?? named;
  return { name, ...(found !== undefined && { qualifier: found }) };
};
