/** Environments and the AWS clients that reach them. */
export { awsClients, verifyAccount, type AwsClients } from './clients.ts';
export {
  defineConfig,
  loadConfig,
  type AwsEnvironmentConfig,
  type ConfigDeclaration,
  type EnvironmentConfig,
  type GradusConfig,
  type PlaneEnvironmentConfig,
} from './config.ts';
export {
  bucketName,
  DEFAULT_ENVIRONMENT,
  resolveEnvironment,
  selectEnvironment,
  type Connection,
  type Environment,
  type SelectedEnvironment,
} from './environment.ts';
export { isUnreachable } from './unreachable.ts';
export { waitFor, type Wait } from './wait-for.ts';
