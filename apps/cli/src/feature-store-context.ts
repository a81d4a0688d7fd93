/** What the verbs of features are given, from what a verb of the command line has at hand. */
import type { LoadedModel } from '@gradus/core';
import type { FeatureStoreContext, FeatureView, Transforms } from '@gradus/feature-store';
import type { Context } from './context.ts';

export const featureStoreContext = async (context: Context): Promise<FeatureStoreContext> => ({
  environment: await context.environment(),
  clients: await context.clients(),
});

/** A view of a model and its transforms, loaded. */
export const loadView = async (
  { model, root }: LoadedModel,
  namespace: string,
  name: string,
): Promise<{ view: FeatureView; transforms?: Transforms }> => {
  const { featureView, loadTransforms } = await import('@gradus/feature-store');
  const view = featureView(model, namespace, name);
  const transforms = await loadTransforms(view, root);
  return { view, ...(transforms && { transforms }) };
};
