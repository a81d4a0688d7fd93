/** The experiment that a name stands for: itself, or that of the model of that name. */
import { didYouMean } from '@gradus/core';
import type { Context } from '../context.ts';
import { errors } from '../errors.ts';

/** How many experiments a near match is looked for among. */
const LOOKED_AT = 100;

export const modelExperiment = async (context: Context, model: string): Promise<string> => {
  const { experimentOf } = await import('@gradus/training');
  return experimentOf(await context.environment(), model);
};

/** @throws GradusError EXPERIMENT_UNKNOWN with the near match, or what makes the first one */
export const findExperiment = async (context: Context, name: string): Promise<string> => {
  const { sagemaker } = await context.clients();
  const { hasExperiment, listExperiments } = await import('@gradus/experiments');
  const ofModel = await modelExperiment(context, name);
  for (const candidate of [name, ofModel]) if (await hasExperiment({ sagemaker }, candidate)) return candidate;
  const isModel = (await context.models()).some((known) => known.name === name);
  const known = (await listExperiments({ sagemaker }, { limit: LOOKED_AT })).map((experiment) => experiment.name);
  throw errors.make('EXPERIMENT_UNKNOWN', `there is no experiment "${name}"${isModel ? ' yet' : ''}`, {
    got: name,
    allowed: known,
    remedy: isModel
      ? `Make its first run: gradus publish ${name}`
      : (didYouMean(name, known) ??
        (known.length > 0 ? 'Name one of these, or a model.' : 'There is none yet: gradus publish <model> makes one.')),
  });
};
