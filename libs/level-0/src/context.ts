/** What every verb of Level 0 is given: the model, where it stands, and the environment that it works in. */
import type { AwsClients, Environment } from '@gradus/aws';
import type { Model } from '@gradus/core';

export interface LoadedModel {
  readonly model: Model;
  /** The folder of `model.ts`. */
  readonly folder: string;
  /** The root of the workspace. */
  readonly workspace: string;
}

export interface Level0Context {
  readonly environment: Environment;
  readonly clients: AwsClients;
}
