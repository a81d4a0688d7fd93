/** Where a verb of Level 0 works: the environment, its clients, and the workspace that the model belongs to. */
import type { AwsClients, Environment } from '@gradus/aws';

/** The clients that Level 0 uses. */
export type Level0Clients = Pick<AwsClients, 's3' | 'sagemaker' | 'runtime' | 'metrics' | 'logs' | 'sts'>;

export interface Level0Context {
  readonly environment: Environment;
  readonly clients: Level0Clients;
  /** The root of the workspace: its git commit and lockfile go into every version. */
  readonly workspace: string;
}
