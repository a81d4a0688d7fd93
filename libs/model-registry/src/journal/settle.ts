/**
 * Brings a model package to what the journal says. UpdateModelPackage lets the last writer win; whoever wrote looks at the
 * journal again, so that the newest entry wins, in whatever order the updates arrive.
 */
import { DescribeModelPackageCommand, UpdateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { decodeDecision, decodeStageMove, encodeDecision, encodeStageMove } from '../metadata.ts';
import type { RegistryContext } from '../registry-context.ts';
import type { ModelVersion } from '../version.ts';
import { newestAbout, referenceTo, type Entry } from './entry.ts';
import { readJournal } from './journal.ts';

type Settled = 'approval' | 'stage';

export async function settle(registry: RegistryContext, version: ModelVersion, kind: Settled): Promise<void> {
  const { sagemaker } = registry.clients;
  for (;;) {
    const newest = newestAbout(await readJournal(registry, version.group), kind, referenceTo(version));
    if (!newest) return;
    const { CustomerMetadataProperties } = await sagemaker.send(
      new DescribeModelPackageCommand({ ModelPackageName: version.arn }),
    );
    const recorded = (kind === 'approval' ? decodeDecision : decodeStageMove)(CustomerMetadataProperties ?? {});
    if (recorded?.at.toISOString() === newest.at) return;
    await sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn: version.arn, ...changeOf(newest) }));
  }
}

const changeOf = (entry: Entry<Settled>) => {
  const record = { by: entry.by, at: new Date(entry.at) };
  return entry.kind === 'approval'
    ? {
        ModelApprovalStatus: entry.to,
        ApprovalDescription: entry.why,
        CustomerMetadataProperties: encodeDecision(record),
      }
    : {
        ModelLifeCycle: { Stage: entry.to, StageStatus: entry.status, StageDescription: entry.why },
        CustomerMetadataProperties: encodeStageMove(record),
      };
};
