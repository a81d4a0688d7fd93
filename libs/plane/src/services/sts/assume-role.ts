/**
 * STS AssumeRole: temporary keys of a role, of any account that the plane hosts. Trust policies are not evaluated.
 * @source docs
 */
import { roleOf } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { STSOperations } from '../../models/sts-operations.ts';
import type { Handlers } from '../../service.ts';
import { AwsError } from '../../wire/aws-error.ts';

const DEFAULT_SECONDS = 3600;

export const assumeRole =
  (accounts: Accounts): Handlers<STSOperations>['AssumeRole'] =>
  (input, { principal }) => {
    const durationSeconds = input.DurationSeconds ?? DEFAULT_SECONDS;
    if (durationSeconds > 3600 && roleOf(principal) !== undefined) {
      throw new AwsError(
        'ValidationError',
        400,
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
      );
    }
    const credential = accounts.assumeRole(principal, {
      roleArn: input.RoleArn,
      sessionName: input.RoleSessionName,
      durationSeconds,
    });
    return {
      Credentials: {
        AccessKeyId: credential.accessKeyId,
        SecretAccessKey: credential.secretAccessKey,
        SessionToken: credential.session.token,
        Expiration: new Date(credential.session.expires),
      },
      AssumedRoleUser: { AssumedRoleId: credential.principal.userId, Arn: credential.principal.arn },
      ...(input.SourceIdentity === undefined ? {} : { SourceIdentity: input.SourceIdentity }),
    };
  };
