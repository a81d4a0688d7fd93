/** Approves or rejects a version: who, when and why stay with it. */
import { UpdateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsClients } from '@gradus/aws';
import { errors } from './errors.ts';
import { encodeDecision } from './metadata.ts';
import { describeVersion } from './read.ts';
import type { ModelVersion } from './version.ts';

/** What `ApprovalDescription` takes, less what is blank. */
const REASON = /^(?=.*\S).{1,1024}$/u;

/**
 * @param verdict what the version becomes; repeating a verdict records the new reason
 * @param why one line of 1 to 1024 characters
 * @throws GradusError REASON_INVALID
 */
export async function decideVersion(
  clients: Pick<AwsClients, 'sagemaker' | 'sts'>,
  version: ModelVersion,
  verdict: 'Approved' | 'Rejected',
  why: string,
): Promise<ModelVersion> {
  if (!REASON.test(why)) {
    throw errors.make('REASON_INVALID', `${verdict === 'Approved' ? 'an approval' : 'a rejection'} needs a reason`, {
      got: why,
      allowed: ['one line of 1 to 1024 characters'],
      remedy: 'Say it with --why "…": whoever reads the registry later learns it there.',
    });
  }
  const { Arn } = await clients.sts.send(new GetCallerIdentityCommand({}));
  await clients.sagemaker.send(
    new UpdateModelPackageCommand({
      ModelPackageArn: version.arn,
      ModelApprovalStatus: verdict,
      ApprovalDescription: why,
      CustomerMetadataProperties: encodeDecision({ by: Arn!, at: new Date() }),
    }),
  );
  return describeVersion(clients, version.arn);
}
