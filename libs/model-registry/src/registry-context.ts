/** Where a registry is: the environment's bucket and names, and the clients that reach it. */
import type { AwsClients, Environment } from '@gradus/aws';

export interface RegistryContext {
  readonly clients: Pick<AwsClients, 's3' | 'sagemaker' | 'sts'>;
  readonly environment: Pick<Environment, 'bucket' | 'key'>;
}
