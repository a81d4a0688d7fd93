/** The model that a verb names: one of the workspace, or one that only the registry knows. */
import { isGradusError } from '@gradus/core';
import type { ServedModel } from '@gradus/level-0';
import type { Context } from './context.ts';

/** @throws GradusError MODEL_UNKNOWN when neither has it, and what `loadModel` throws */
export const servedModel = async (context: Context, name: string): Promise<ServedModel> => {
  try {
    return await context.model(name);
  } catch (error) {
    if (!isGradusError(error) || error.code !== 'MODEL_UNKNOWN' || !/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/.test(name)) {
      throw error;
    }
    const [{ listVersions }, { undeclaredModel }] = await Promise.all([
      import('@gradus/model-registry'),
      import('@gradus/level-0'),
    ]);
    const [newest] = await listVersions(await context.clients(), name, { limit: 1 });
    if (newest) return undeclaredModel(name);
    throw error;
  }
};

export const registryContext = async (context: Context) => ({
  clients: await context.clients(),
  environment: await context.environment(),
});
