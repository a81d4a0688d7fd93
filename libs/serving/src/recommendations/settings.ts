/** What `serve.recommendations` of a model says, and what the verbs of this folder need to reach its table. */
import type { AwsClients, Environment } from '@gradus/aws';
import type { Model, Recommendations } from '@gradus/core';
import { errors } from '../errors.ts';

/** As much of a model as these verbs read. */
export type RecommendingModel = Pick<Model, 'name'> & { readonly serve: Pick<Model['serve'], 'recommendations'> };

/** The clients and the environment that these verbs work with. */
export interface RecommendationContext {
  readonly clients: Pick<AwsClients, 'dynamodb' | 'sts'>;
  readonly environment: Pick<Environment, 'namespace'>;
}

/**
 * What the model declares.
 * @throws GradusError RECOMMENDATIONS_NOT_DECLARED
 */
export const recommendationsOf = ({ name, serve }: RecommendingModel): Recommendations => {
  if (serve.recommendations) return serve.recommendations;
  throw errors.make('RECOMMENDATIONS_NOT_DECLARED', `${name} declares no recommendations`, {
    remedy: 'Add to model.ts: serve: { recommendations: {} }',
  });
};

/** `<namespace>-<model>-recommendations`. */
export const tableName = (model: Pick<Model, 'name'>, namespace: string): string =>
  `${namespace}-${model.name}-recommendations`;
