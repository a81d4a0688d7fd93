/** `versions`: the history of a model, newest first. */
import type { LoadedModel } from '@gradus/core';
import { listVersions, type ModelVersion } from '@gradus/model-registry';
import type { Level0Context } from './context.ts';

export const versions = (
  { model }: LoadedModel,
  { clients }: Level0Context,
  options: { status?: ModelVersion['status']; limit?: number } = {},
): Promise<ModelVersion[]> => listVersions(clients, model.name, options);
