/** Where a run is made: the environment and its clients. */
import type { AwsClients, Environment } from '@gradus/aws';

export interface TrainingContext {
  readonly environment: Environment;
  readonly clients: Pick<AwsClients, 's3' | 'sagemaker' | 'runtime' | 'metrics' | 'logs' | 'sts'>;
}
