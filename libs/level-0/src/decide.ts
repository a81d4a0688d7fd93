/** `approve` and `reject`: a verdict on a version, with who, when and why. */
import { decideVersion, findVersion, type ModelVersion } from '@gradus/model-registry';
import type { Level0Context } from './context.ts';
import type { ServedModel } from './served-model.ts';

/** @throws GradusError GROUP_NOT_FOUND, VERSION_UNKNOWN, REASON_INVALID, DECISION_CONFLICT */
export const approve = async (
  { model }: ServedModel,
  context: Level0Context,
  which: string,
  why: string,
): Promise<ModelVersion> => decideVersion(context, await findVersion(context, model.name, which), 'Approved', why);

/** @throws GradusError GROUP_NOT_FOUND, VERSION_UNKNOWN, REASON_INVALID, DECISION_CONFLICT */
export const reject = async (
  { model }: ServedModel,
  context: Level0Context,
  which: string,
  why: string,
): Promise<ModelVersion> => decideVersion(context, await findVersion(context, model.name, which), 'Rejected', why);
