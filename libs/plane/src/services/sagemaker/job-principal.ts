/** As whom a job calls: a session of its execution role, or SageMaker itself. */
import { rolePrincipal } from '../../accounts/account.ts';
import type { EffectContext } from '../../engine/engine.ts';
import type { PlaneServices, Principal } from '../../service.ts';
import { clientError } from './client-error.ts';

/** As whom, and where, a call is made. */
export interface RoleCaller {
  readonly principal: Principal;
  readonly region: string;
}

const SESSION = 'SageMaker';

/**
 * The longest session that STS gives. AWS renews a job's keys while it runs; here a container that calls the plane after
 * twelve hours meets `ExpiredToken`.
 */
const SESSION_SECONDS = 43_200;

/** SageMaker itself, in an account. */
export const servicePrincipal = (accountId: string): Principal => ({
  accountId,
  arn: 'sagemaker.amazonaws.com',
  userId: 'sagemaker.amazonaws.com',
  accessKeyId: '',
});

/**
 * The session that SageMaker itself holds of the role, to move data on the job's behalf.
 * @throws AwsError ClientError when the ARN is no role's
 */
export const jobPrincipal = (roleArn: string): Principal => {
  const principal = rolePrincipal(roleArn, SESSION);
  if (!principal) throw clientError(`Cannot assume role: ${roleArn} is not the ARN of a role.`);
  return principal;
};

/**
 * The environment that lets the SDK inside a container call this plane as the role. It is SageMaker that assumes the
 * role, not `creator`, whose own session may be shorter. Without a role the container has no credentials at all: the
 * machine's own AWS configuration is out of sight either way.
 */
export const containerCredentials = async (
  { plane, ref }: EffectContext,
  creator: Principal,
  roleArn: string | undefined,
): Promise<Record<string, string>> => ({
  AWS_REGION: ref.region,
  AWS_DEFAULT_REGION: ref.region,
  AWS_ENDPOINT_URL: plane.url,
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  ...(roleArn !== undefined && (await roleKeys(plane, creator, roleArn, ref.region))),
});

const roleKeys = async (
  plane: PlaneServices,
  creator: Principal,
  roleArn: string,
  region: string,
): Promise<Record<string, string>> => {
  const { Credentials: keys } = await plane.call<{ Credentials: Record<string, string> }>(
    'sts',
    'AssumeRole',
    { RoleArn: roleArn, RoleSessionName: SESSION, DurationSeconds: SESSION_SECONDS },
    { principal: servicePrincipal(creator.accountId), region },
  );
  return {
    AWS_ACCESS_KEY_ID: keys['AccessKeyId']!,
    AWS_SECRET_ACCESS_KEY: keys['SecretAccessKey']!,
    AWS_SESSION_TOKEN: keys['SessionToken']!,
  };
};
