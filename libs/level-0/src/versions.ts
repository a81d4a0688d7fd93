/** `versions`: the history of a model, newest first. */
import { listVersions, type ModelVersion } from '@gradus/model-registry';
import type { Level0Context } from './context.ts';
import type { ServedModel } from './served-model.ts';

export const versions = (
  { model }: ServedModel,
  { clients }: Level0Context,
  options: { status?: ModelVersion['status']; limit?: number } = {},
): Promise<ModelVersion[]> => listVersions(clients, model.name, options);
