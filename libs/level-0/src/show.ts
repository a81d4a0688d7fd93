/** `show`: everything that a version carries. */
import { servedPackage } from '@gradus/deployment';
import { describeMissedGate, findVersion, missedGates, type ModelVersion } from '@gradus/model-registry';
import type { Signature } from '@gradus/serving';
import { type Parameters, getJson } from '@gradus/training';
import type { Level0Context } from './context.ts';
import type { ServedModel } from './served-model.ts';

export interface VersionDetail extends ModelVersion {
  readonly parameters?: Parameters;
  readonly signature?: Signature;
  /** What keeps it from being served, in words; empty when it passes every gate. */
  /** What `model.ts` asks of the metrics, by name. */
  readonly gates: readonly string[];
  readonly missedGates: readonly string[];
  /** Whether the model's endpoint serves it now. */
  readonly serving: boolean;
}

/** @throws GradusError GROUP_NOT_FOUND, VERSION_UNKNOWN */
export async function show({ model }: ServedModel, context: Level0Context, which: string): Promise<VersionDetail> {
  const { clients } = context;
  const version = await findVersion(context, model.name, which);
  const { facts } = version;
  const [served, parameters, signature] = await Promise.all([
    servedPackage(clients, model.name),
    facts?.parameters && getJson<Parameters>(clients.s3, facts.parameters),
    facts?.signature && getJson<Signature>(clients.s3, facts.signature),
  ]);
  return {
    ...version,
    ...(parameters && { parameters }),
    ...(signature && { signature }),
    gates: Object.keys(model.gates),
    missedGates: missedGates(model.gates, facts?.metrics ?? {}).map(describeMissedGate),
    serving: served === version.arn,
  };
}
