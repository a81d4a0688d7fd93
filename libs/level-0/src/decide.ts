/** `approve` and `reject`: a verdict on a version, with who, when and why. */
import type { LoadedModel } from '@gradus/core';
import { decideVersion, readVersion, type ModelVersion } from '@gradus/model-registry';
import type { Level0Context } from './context.ts';

/** @throws GradusError GROUP_NOT_FOUND, VERSION_UNKNOWN, REASON_INVALID */
export const approve = async (
  { model }: LoadedModel,
  { clients }: Level0Context,
  which: string,
  why: string,
): Promise<ModelVersion> => decideVersion(clients, await readVersion(clients, model.name, which), 'Approved', why);

/** @throws GradusError GROUP_NOT_FOUND, VERSION_UNKNOWN, REASON_INVALID */
export const reject = async (
  { model }: LoadedModel,
  { clients }: Level0Context,
  which: string,
  why: string,
): Promise<ModelVersion> => decideVersion(clients, await readVersion(clients, model.name, which), 'Rejected', why);
