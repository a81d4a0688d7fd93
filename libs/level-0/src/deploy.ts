/** `deploy`: an approved version that passes the model's gates, behind the model's endpoint. */
import { deploy as deployVersion, type Deployment } from '@gradus/deployment';
import { findVersion } from '@gradus/model-registry';
import type { Level0Context } from './context.ts';
import { declaredEndpoint, type ServedModel } from './served-model.ts';

/**
 * @param which a version number, `latest`, `approved` (the newest that is), or an alias
 * @throws GradusError ENDPOINT_NOT_DECLARED, GROUP_NOT_FOUND, VERSION_UNKNOWN, VERSION_NONE_APPROVED, VERSION_NOT_APPROVED, GATE_MISSED, ENDPOINT_BUSY, ENDPOINT_FAILED
 */
export async function deploy(
  { model }: ServedModel,
  context: Level0Context,
  which: string,
  onStatus?: (status: string) => void,
): Promise<Deployment> {
  const { clients, environment } = context;
  const { instanceType, initialInstanceCount } = declaredEndpoint(model);
  const version = await findVersion(context, model.name, which);
  return deployVersion(clients, {
    endpoint: model.name,
    version,
    gates: model.gates,
    environment,
    instanceType,
    initialInstanceCount,
    ...(onStatus && { onStatus }),
  });
}
