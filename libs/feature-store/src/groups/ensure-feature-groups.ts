/** Makes the feature groups of a model what its declaration says. */
import {
  CreateFeatureGroupCommand,
  ResourceInUse,
  UpdateFeatureGroupCommand,
  type CreateFeatureGroupRequest,
} from '@aws-sdk/client-sagemaker';
import { waitFor } from '@gradus/aws';
import { errors } from '../errors.ts';
import type { FeatureStoreContext } from '../feature-store-context.ts';
import { compareFeatureGroup } from './compare-feature-group.ts';
import { declareFeatureGroup } from './declare-feature-group.ts';
import { describeFeatureGroup, type DescribedFeatureGroup } from './describe-feature-group.ts';
import { ensureBucket } from './ensure-bucket.ts';
import { featureGroups, type FeatureGroup, type FeatureModel } from './feature-group.ts';

export interface EnsureOptions {
  /** Milliseconds until a group that is not ready is given up; 15 minutes when absent. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface EnsuredFeatureGroup {
  readonly group: FeatureGroup;
  readonly arn: string;
  readonly outcome: 'created' | 'updated' | 'unchanged';
}

/** AWS adds that many features at once. */
const MOST_ADDITIONS = 100;
const TIMEOUT_MS = 15 * 60_000;

type Look = (awsName: string) => Promise<DescribedFeatureGroup>;

const failed = (group: DescribedFeatureGroup, status: string): Error =>
  errors.make('FEATURE_GROUP_FAILED', `the feature group ${group.FeatureGroupName} is ${status}`, {
    got: group.FailureReason ?? group.LastUpdateStatus?.FailureReason,
    remedy: status.startsWith('Creat')
      ? `Delete it, then do it again: aws sagemaker delete-feature-group --feature-group-name ${group.FeatureGroupName}`
      : 'Do it again when that is over.',
  });

const readyWhen = (group: DescribedFeatureGroup): boolean => {
  const { FeatureGroupStatus: status, LastUpdateStatus: update } = group;
  if (status !== 'Created' && status !== 'Creating') throw failed(group, String(status));
  if (update?.Status === 'Failed') throw failed(group, 'not updated');
  return status === 'Created' && update?.Status !== 'InProgress';
};

const ready = async (
  awsName: string,
  look: Look,
  { environment }: FeatureStoreContext,
  { timeoutMs = TIMEOUT_MS, signal }: EnsureOptions,
): Promise<DescribedFeatureGroup> =>
  waitFor({
    ...{ what: `feature group ${awsName}`, look: () => look(awsName), done: readyWhen, timeoutMs },
    name: ({ FeatureGroupStatus, LastUpdateStatus }) => LastUpdateStatus?.Status ?? String(FeatureGroupStatus),
    poll: environment.poll,
    ...(signal && { signal }),
  });

/** True when it was made now, false when it is there. */
const create = async ({ clients }: FeatureStoreContext, input: CreateFeatureGroupRequest): Promise<boolean> => {
  try {
    await clients.sagemaker.send(new CreateFeatureGroupCommand(input));
    return true;
  } catch (error) {
    if (error instanceof ResourceInUse) return false;
    throw error;
  }
};

const update = async (
  context: FeatureStoreContext,
  { additions, ttl }: ReturnType<typeof compareFeatureGroup>,
  awsName: string,
  settled: () => Promise<DescribedFeatureGroup>,
): Promise<void> => {
  const send = async (change: Omit<UpdateFeatureGroupCommand['input'], 'FeatureGroupName'>): Promise<void> => {
    await context.clients.sagemaker.send(new UpdateFeatureGroupCommand({ FeatureGroupName: awsName, ...change }));
    await settled();
  };
  for (let from = 0; from < additions.length; from += MOST_ADDITIONS) {
    await send({ FeatureAdditions: additions.slice(from, from + MOST_ADDITIONS) });
  }
  if (ttl) await send({ OnlineStoreConfig: { TtlDuration: ttl } });
};

/**
 * Creates the groups that are missing and adds what is missing to the others, and waits until all of them are `Created`.
 * A second call changes nothing. A description is set when a group is made and stays.
 * @throws GradusError FEATURE_GROUP_INCOMPATIBLE with every change that AWS cannot make, before anything is made;
 * FEATURE_GROUP_FAILED with AWS's reason; WAIT_TIMEOUT
 */
export const ensureFeatureGroups = async (
  model: FeatureModel,
  context: FeatureStoreContext,
  options: EnsureOptions = {},
): Promise<EnsuredFeatureGroup[]> => {
  const { clients, environment } = context;
  const look: Look = async (awsName) => {
    const found = await describeFeatureGroup(clients.sagemaker, awsName);
    if (found) return found;
    throw errors.make('FEATURE_GROUP_MISSING', `the feature group ${awsName} is gone`, { remedy: 'Do it again.' });
  };
  const wanted = await Promise.all(
    featureGroups(model, environment.namespace).map(async (group) => {
      const input = declareFeatureGroup(model.name, group, environment);
      const there = await describeFeatureGroup(clients.sagemaker, group.awsName);
      return { group, input, change: there && compareFeatureGroup(`features.groups.${group.name}`, input, there) };
    }),
  );
  const mistakes = wanted.flatMap(({ change }) => change?.mistakes ?? []);
  if (mistakes.length > 0) {
    throw errors.make('FEATURE_GROUP_INCOMPATIBLE', `the feature groups of ${model.name} cannot become as declared`, {
      mistakes,
    });
  }
  if (wanted.some(({ group, change }) => group.offline && !change)) await ensureBucket(clients.s3, environment.bucket);
  return Promise.all(
    wanted.map(async ({ group, input, change }): Promise<EnsuredFeatureGroup> => {
      const settled = () => ready(group.awsName, look, context, options);
      if (!change && (await create(context, input))) {
        return { group, arn: (await settled()).FeatureGroupArn!, outcome: 'created' };
      }
      const there = await settled();
      const left = compareFeatureGroup(`features.groups.${group.name}`, input, there);
      if (left.mistakes.length > 0) {
        throw errors.make(
          'FEATURE_GROUP_INCOMPATIBLE',
          `the feature group ${group.awsName} was made otherwise meanwhile`,
          {
            mistakes: left.mistakes,
          },
        );
      }
      if (left.additions.length === 0 && !left.ttl) return { group, arn: there.FeatureGroupArn!, outcome: 'unchanged' };
      await update(context, left, group.awsName, settled);
      return { group, arn: there.FeatureGroupArn!, outcome: 'updated' };
    }),
  );
};
