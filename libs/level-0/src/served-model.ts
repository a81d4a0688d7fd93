/** What the verbs that come after registering ask of a model: one of the workspace, or one that is known to the registry only. */
import type { LoadedModel } from '@gradus/core';
import { errors } from './errors.ts';

type Declared = LoadedModel['model'];
type Endpoint = NonNullable<Declared['serve']['endpoint']>;

export interface ServedModel {
  readonly model: Pick<Declared, 'name' | 'gates' | 'stages'> & {
    readonly serve: { readonly endpoint?: Pick<Endpoint, 'instanceType' | 'initialInstanceCount'> | undefined };
  };
}

/** A model without a `model.ts`: no gates, and the usual endpoint. */
export const undeclaredModel = (name: string): ServedModel => ({
  model: { name, gates: {}, serve: { endpoint: { instanceType: 'ml.m5.large', initialInstanceCount: 1 } } },
});

/**
 * The endpoint that a model declares.
 * @throws GradusError ENDPOINT_NOT_DECLARED
 */
export const declaredEndpoint = <Declared>(model: {
  readonly name: string;
  readonly serve: { readonly endpoint?: Declared | undefined };
}): Declared => {
  if (model.serve.endpoint !== undefined) return model.serve.endpoint;
  throw errors.make('ENDPOINT_NOT_DECLARED', `${model.name} declares no endpoint to serve it`, {
    remedy: "Add to model.ts: serve: { endpoint: { predict: './predict.ts' } }",
  });
};
