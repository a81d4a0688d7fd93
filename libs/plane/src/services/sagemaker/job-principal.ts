/** As whom a job calls: a session of its execution role. */
import type { EffectContext } from '../../engine/engine.ts';
import type { Principal } from '../../service.ts';

const SESSION = 'SageMaker';
/** The longest session that a role gives unless it is set up for more. */
const SESSION_SECONDS = 3600;

const roleName = (roleArn: string): string => roleArn.split('/').at(-1)!;

/** The session that SageMaker itself holds of the role, to move data on the job's behalf. */
export const jobPrincipal = (roleArn: string): Principal => {
  const accountId = roleArn.split(':')[4]!;
  return {
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName(roleArn)}/${SESSION}`,
    userId: `AROA:${SESSION}`,
    accessKeyId: 'ASIA',
  };
};

/** The environment that lets the SDK inside a container call this plane as the role. */
export const containerCredentials = async (
  { plane, ref }: EffectContext,
  creator: Principal,
  roleArn: string,
): Promise<Record<string, string>> => {
  const { Credentials: keys } = await plane.call<{ Credentials: Record<string, string> }>(
    'sts',
    'AssumeRole',
    { RoleArn: roleArn, RoleSessionName: SESSION, DurationSeconds: SESSION_SECONDS },
    { principal: creator, region: ref.region },
  );
  return {
    AWS_REGION: ref.region,
    AWS_DEFAULT_REGION: ref.region,
    AWS_ENDPOINT_URL: plane.url,
    AWS_ACCESS_KEY_ID: keys['AccessKeyId']!,
    AWS_SECRET_ACCESS_KEY: keys['SecretAccessKey']!,
    AWS_SESSION_TOKEN: keys['SessionToken']!,
  };
};
