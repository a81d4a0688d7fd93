/**
 * Attestations: what ran outside of SageMaker (a CI server's tests, a load test, a cron job) recorded as a lineage action on
 * the version that it was about.
 */
import {
  CreateActionCommand,
  DescribeActionCommand,
  ListActionsCommand,
  UpdateActionCommand,
  type ActionStatus,
} from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '@gradus/aws';
import { didYouMean } from '@gradus/core';
import type { ModelVersion } from '@gradus/model-registry';
import { errors } from './errors.ts';

type Clients = Pick<AwsClients, 'sagemaker'>;

const ACTION_TYPE = 'Attestation';

export interface Attestation {
  /** The criterion's id. */
  readonly criterion: string;
  readonly passed: boolean;
  /** Where it can be looked at, e.g. the run of a CI server. */
  readonly source: string;
  /** ARN. */
  readonly by: string;
  readonly at: Date;
  /** Of the lineage action. */
  readonly arn: string;
}

type Attested = Pick<ModelVersion, 'group' | 'version' | 'arn'>;

const prefixOf = ({ group, version }: Attested): string => `${group}-v${version}-`;

/**
 * Records that a check passed or failed for a version; a repeat replaces what was recorded.
 *
 * @param attestable ids of the criteria that take attestations
 * @returns ARN of the lineage action
 * @throws GradusError ATTESTATION_UNKNOWN with the near match
 */
export async function attest(
  { sagemaker }: Clients,
  version: Attested,
  { criterion, passed, source }: Pick<Attestation, 'criterion' | 'passed' | 'source'>,
  attestable: readonly string[],
): Promise<string> {
  if (!attestable.includes(criterion)) {
    throw errors.make('ATTESTATION_UNKNOWN', `${JSON.stringify(criterion)} is not what can be attested`, {
      got: criterion,
      allowed: attestable,
      remedy: didYouMean(criterion, attestable) ?? '`gradus assess --list` explains each.',
    });
  }
  const ActionName = `${prefixOf(version)}${criterion}`;
  const record = {
    ActionName,
    Status: (passed ? 'Completed' : 'Failed') satisfies ActionStatus as ActionStatus,
    Properties: { criterion, source },
  };
  try {
    const made = await sagemaker.send(
      new CreateActionCommand({
        ...record,
        ActionType: ACTION_TYPE,
        Source: { SourceUri: version.arn, SourceType: 'ModelPackage' },
      }),
    );
    return made.ActionArn!;
  } catch (error) {
    if (!/unique|already exists/i.test((error as Error).message)) throw error;
    return (await sagemaker.send(new UpdateActionCommand(record))).ActionArn!;
  }
}

/** What was attested of a version, by criterion; one list of at most 100, and a look at each. */
export async function listAttestations(
  { sagemaker }: Clients,
  version: Attested,
): Promise<ReadonlyMap<string, Attestation>> {
  const { ActionSummaries = [] } = await sagemaker.send(
    new ListActionsCommand({ SourceUri: version.arn, ActionType: ACTION_TYPE, MaxResults: 100 }),
  );
  const read = await Promise.all(
    ActionSummaries.filter(({ ActionName }) => ActionName?.startsWith(prefixOf(version))).map(({ ActionName }) =>
      sagemaker.send(new DescribeActionCommand({ ActionName })),
    ),
  );
  return new Map(
    read.map((action) => {
      const criterion = action.Properties?.['criterion'] ?? action.ActionName!.slice(prefixOf(version).length);
      return [
        criterion,
        {
          criterion,
          passed: action.Status === 'Completed',
          source: action.Properties?.['source'] ?? '',
          by: (action.LastModifiedBy ?? action.CreatedBy)?.IamIdentity?.Arn ?? '',
          at: action.LastModifiedTime ?? action.CreationTime!,
          arn: action.ActionArn!,
        },
      ];
    }),
  );
}
