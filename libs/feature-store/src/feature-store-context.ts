/** Where a model's features are kept: the environment, and the clients that reach it. */
import type { AwsClients, Environment } from '@gradus/aws';

export interface FeatureStoreContext {
  readonly clients: Pick<AwsClients, 's3' | 'sagemaker' | 'featureStore'>;
  readonly environment: Pick<Environment, 'account' | 'bucket' | 'key' | 'namespace' | 'poll' | 'region' | 'roleArn'>;
}
