/** What the verbs of recommendations are given: a model that declares them, its environment, and errors in the words of the command line. */
import type { Model } from '@gradus/core';
import type { Context } from '../context.ts';
import { errors } from '../errors.ts';

/**
 * The model and where its recommendations are.
 * @throws GradusError MODEL_UNKNOWN, RECOMMENDATIONS_NOT_DECLARED before anything is started
 */
export const recommendationContext = async (context: Context, name: string) => {
  const { model } = await context.model(name);
  const { recommendationsOf } = await import('@gradus/serving/recommendations');
  const settings = recommendationsOf(model);
  const where = { environment: await context.environment(), clients: await context.clients() };
  return { model, settings, where };
};

/** What `look` finds on the table of a model, or an error that says how to make the table. */
export const onTable = async <Found>(model: Model, look: () => Promise<Found>): Promise<Found> => {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    throw errors.make('RECOMMENDATIONS_NOT_WRITTEN', `${model.name} has no table of recommendations yet`, {
      remedy: `Write a data version: gradus write-recommendations ${model.name} 1 <rows.ndjson>`,
      cause: error,
    });
  }
};
