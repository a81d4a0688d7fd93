/** The execution role that a resource names. */
import type { CallContext } from '../../service.ts';
import { validationException } from '../../wire/aws-error.ts';

/** @throws AwsError ValidationException for a role of another account */
export const checkRole = (roleArn: string | undefined, context: CallContext): void => {
  if (roleArn !== undefined && roleArn.split(':')[4] !== context.accountId) {
    throw validationException('Cross-account pass role is not allowed.');
  }
};
