/** The variables of an execution environment, as AWS's runtimes set them. */
import { servicePrincipal } from '../../../accounts/service-principal.ts';
import type { PlaneServices } from '../../../service.ts';
import type { RunnableVersion } from './runnable-version.ts';

export type InitializationType = 'on-demand' | 'provisioned-concurrency';

/** The longest session that STS gives: an environment is not used any more before it ends. */
const SESSION_SECONDS = 43_200;

/** Keys of the function's role, in a session that is named as the function. */
const roleKeys = async (plane: PlaneServices, run: RunnableVersion): Promise<Record<string, string>> => {
  const { Credentials: keys } = await plane.call<{ Credentials: Record<string, string> }>(
    'sts',
    'AssumeRole',
    { RoleArn: run.roleArn, RoleSessionName: run.functionName, DurationSeconds: SESSION_SECONDS },
    { principal: servicePrincipal(run.accountId, 'lambda.amazonaws.com'), region: run.region },
  );
  return {
    AWS_ACCESS_KEY_ID: keys['AccessKeyId']!,
    AWS_SECRET_ACCESS_KEY: keys['SecretAccessKey']!,
    AWS_SESSION_TOKEN: keys['SessionToken']!,
  };
};

export const environmentVariables = async (
  plane: PlaneServices,
  run: RunnableVersion,
  own: {
    readonly taskRoot: string;
    readonly runtimeDir: string;
    readonly logStream: string;
    readonly type: InitializationType;
  },
): Promise<Record<string, string>> => ({
  ...run.variables,
  ...(await roleKeys(plane, run)),
  AWS_REGION: run.region,
  AWS_DEFAULT_REGION: run.region,
  AWS_ENDPOINT_URL: run.variables['AWS_ENDPOINT_URL'] ?? plane.url,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_EXECUTION_ENV: `AWS_Lambda_${run.runtime}`,
  AWS_LAMBDA_FUNCTION_NAME: run.functionName,
  AWS_LAMBDA_FUNCTION_VERSION: run.version,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(run.memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: own.type,
  AWS_LAMBDA_LOG_GROUP_NAME: run.logGroup,
  AWS_LAMBDA_LOG_STREAM_NAME: own.logStream,
  LAMBDA_TASK_ROOT: own.taskRoot,
  LAMBDA_RUNTIME_DIR: own.runtimeDir,
  TZ: run.variables['TZ'] ?? ':UTC',
  _HANDLER: run.handler,
});
