/** What the verbs that come after registering ask of a model: one of the workspace, or one that is known to the registry only. */
import type { LoadedModel } from '@gradus/core';

type Declared = LoadedModel['model'];

export interface ServedModel {
  readonly model: Pick<Declared, 'name' | 'gates' | 'stages'> & {
    readonly serve: { readonly endpoint: Pick<Declared['serve']['endpoint'], 'instanceType' | 'initialInstanceCount'> };
  };
}

/** A model without a `model.ts`: no gates, and the usual endpoint. */
export const undeclaredModel = (name: string): ServedModel => ({
  model: { name, gates: {}, serve: { endpoint: { instanceType: 'ml.m5.large', initialInstanceCount: 1 } } },
});
