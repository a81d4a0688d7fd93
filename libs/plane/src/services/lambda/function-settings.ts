/** A function's settings: what the plane takes, AWS's rules beyond the model's, and its defaults. */
import type { FunctionDocument } from './function-table.ts';
import { invalidParameter } from './errors.ts';
import type { LambdaInput } from './lambda-handler.ts';
import { refuseMembers, unsupported } from './unsupported.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { parseRoleArn } from '../../accounts/account.ts';

type Input = Omit<LambdaInput<'UpdateFunctionConfiguration'>, 'FunctionName'>;

const RUNTIMES = ['nodejs20.x', 'nodejs22.x', 'nodejs24.x'];
const REFUSED = [
  ...['VpcConfig', 'DeadLetterConfig', 'KMSKeyArn', 'Layers', 'FileSystemConfigs', 'ImageConfig'],
  ...['CapacityProviderConfig', 'DurableConfig', 'RuntimeConfig', 'AcceleratorConfig'],
] as (keyof Input)[];
const LONGEST_TIMEOUT = 900;
const LARGEST_MEMORY = 10_240;
const VARIABLES_BYTES = 4_096;
const DEFAULT_STORAGE = 512;

/** @source docs - configuration-envvars: defined runtime environment variables */
const RESERVED = new Set([
  ...['_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV'],
  ...['AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION'],
  ...['AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME'],
  ...['AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_LAMBDA_RUNTIME_API'],
  ...['LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR'],
]);

const checkVariables = (variables: Readonly<Record<string, string>>): void => {
  const reserved = Object.keys(variables).filter((name) => RESERVED.has(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > VARIABLES_BYTES) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${measured}`,
    );
  }
};

/** @throws AwsError InvalidParameterValueException, AccessDeniedException */
export const checkSettings = (operation: string, input: Input, accountId: string): void => {
  refuseMembers(operation, input, REFUSED);
  const { Runtime, Timeout, MemorySize, Role, Environment, TracingConfig, SnapStart, EphemeralStorage, LoggingConfig } =
    input;
  if (Runtime !== undefined && !RUNTIMES.includes(Runtime)) {
    throw unsupported(operation, `Runtime ${Runtime} (it has ${RUNTIMES.join(', ')})`);
  }
  if (TracingConfig?.Mode === 'Active') throw unsupported(operation, 'TracingConfig.Mode Active');
  if (SnapStart?.ApplyOn === 'PublishedVersions') throw unsupported(operation, 'SnapStart');
  if (EphemeralStorage !== undefined && EphemeralStorage.Size !== DEFAULT_STORAGE) {
    throw unsupported(operation, `EphemeralStorage.Size ${EphemeralStorage.Size}`);
  }
  if (LoggingConfig?.LogFormat === 'JSON') throw unsupported(operation, 'LoggingConfig.LogFormat JSON');
  if (Timeout !== undefined && Timeout > LONGEST_TIMEOUT) {
    throw new AwsError(
      'ValidationException',
      400,
      `1 validation error detected: Value '${Timeout}' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to ${LONGEST_TIMEOUT}`,
    );
  }
  if (MemorySize !== undefined && MemorySize > LARGEST_MEMORY) {
    throw invalidParameter(
      `'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to ${LARGEST_MEMORY}`,
    );
  }
  if (Role !== undefined) {
    const role = parseRoleArn(Role);
    if (!role) throw invalidParameter(`The role defined for the function cannot be assumed by Lambda: ${Role}`);
    if (role.accountId !== accountId) {
      throw new AwsError('AccessDeniedException', 403, 'Cross-account pass role is not allowed.');
    }
  }
  if (Environment?.Variables) checkVariables(Environment.Variables);
};

/** The settings that a request changes, as the configuration shows them. */
export const changedSettings = (input: Input): Partial<FunctionDocument> => ({
  ...(input.Runtime !== undefined && { Runtime: input.Runtime }),
  ...(input.Role !== undefined && { Role: input.Role }),
  ...(input.Handler !== undefined && { Handler: input.Handler }),
  ...(input.Description !== undefined && { Description: input.Description }),
  ...(input.Timeout !== undefined && { Timeout: input.Timeout }),
  ...(input.MemorySize !== undefined && { MemorySize: input.MemorySize }),
  ...(input.LoggingConfig?.LogGroup !== undefined && {
    LoggingConfig: { LogFormat: 'Text', LogGroup: input.LoggingConfig.LogGroup },
  }),
  ...(input.Environment !== undefined && { Environment: { Variables: input.Environment.Variables ?? {} } }),
});

export const defaultSettings = (name: string): Partial<FunctionDocument> => ({
  ...{ Description: '', Timeout: 3, MemorySize: 128, PackageType: 'Zip', TracingConfig: { Mode: 'PassThrough' } },
  EphemeralStorage: { Size: DEFAULT_STORAGE },
  SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
  LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
});
