/** Where a verb of Level 0 works: the environment, its clients, and the workspace that the model belongs to. */
import type { AwsClients, Environment } from '@gradus/aws';

export interface Level0Context {
  readonly environment: Environment;
  readonly clients: AwsClients;
  /** The root of the workspace: its git commit and lockfile go into every version. */
  readonly workspace: string;
}
