/** Reads versions: one by its number or by what it is, and the history of a group page by page. */
import {
  DescribeModelPackageCommand,
  ListModelPackageGroupsCommand,
  paginateListModelPackages,
  type ModelApprovalStatus,
  type ModelPackageSummary,
} from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '@gradus/aws';
import { didYouMean } from '@gradus/core';
import { errors } from './errors.ts';
import { versionOf, type ModelVersion } from './version.ts';

type Clients = Pick<AwsClients, 'sagemaker'>;

/** How many of the newest versions an error lists. */
const LISTED = 10;

/** Newest first, at most `limit`. */
export async function listVersions(
  clients: Clients,
  group: string,
  { status, limit = 20 }: { status?: ModelApprovalStatus; limit?: number } = {},
): Promise<ModelVersion[]> {
  const summaries = await newestSummaries(clients, group, limit, status);
  return Promise.all(summaries.map((summary) => describeVersion(clients, summary.ModelPackageArn!)));
}

/** One version by its ARN, which is there. */
export const describeVersion = async ({ sagemaker }: Clients, arn: string): Promise<ModelVersion> =>
  versionOf(await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: arn })));

/**
 * One version of a group.
 *
 * @param which a number, `latest`, or `approved` (the newest that is approved)
 * @param aliases what the version could have been called besides, for the message
 * @throws GradusError GROUP_NOT_FOUND, VERSION_UNKNOWN with the near match and the versions there are, VERSION_NONE_APPROVED
 */
export async function readVersion(
  clients: Clients,
  group: string,
  which: string,
  aliases: readonly string[] = [],
): Promise<ModelVersion> {
  const newest = await newestSummaries(clients, group, LISTED);
  if (newest.length === 0) throw await groupNotFound(clients, group);
  const last = newest[0]!.ModelPackageArn!;
  if (which === 'latest') return describeVersion(clients, last);
  const available = newest.map((summary) => String(summary.ModelPackageVersion));
  if (which === 'approved') {
    const [approved] = await newestSummaries(clients, group, 1, 'Approved');
    if (approved) return describeVersion(clients, approved.ModelPackageArn!);
    throw errors.make('VERSION_NONE_APPROVED', `no version of ${group} is approved`, {
      remedy: `\`gradus approve ${group} ${available[0]!} --why "…"\` approves the newest.`,
    });
  }
  const numbered = /^[1-9][0-9]{0,8}$/.test(which);
  const version =
    numbered && (await describeVersion(clients, last.replace(/\/[0-9]+$/, `/${which}`)).catch(undefinedWhenMissing));
  if (version) return version;
  const allowed = [...available, 'latest', 'approved', ...aliases];
  throw errors.make('VERSION_UNKNOWN', `${group} has no version ${JSON.stringify(which)}`, {
    got: which,
    allowed,
    remedy:
      (/^[0-9]+$/.test(which) ? undefined : didYouMean(which, allowed)) ?? `\`gradus versions ${group}\` lists them.`,
  });
}

/** AWS's answer for a version that is not there is a ValidationException that says so. */
const undefinedWhenMissing = (error: unknown): undefined => {
  const { name, message } = error as Error;
  if (name === 'ValidationException' && /does not exist|could not find/i.test(message)) return undefined;
  throw error;
};

async function newestSummaries(
  { sagemaker }: Clients,
  group: string,
  limit: number,
  status?: ModelApprovalStatus,
): Promise<ModelPackageSummary[]> {
  const summaries: ModelPackageSummary[] = [];
  const pages = paginateListModelPackages(
    { client: sagemaker, pageSize: Math.min(limit, 100) },
    {
      ModelPackageGroupName: group,
      SortBy: 'CreationTime',
      SortOrder: 'Descending',
      ...(status && { ModelApprovalStatus: status }),
    },
  );
  for await (const page of pages) {
    summaries.push(...(page.ModelPackageSummaryList ?? []));
    if (summaries.length >= limit) break;
  }
  return summaries.slice(0, limit);
}

async function groupNotFound({ sagemaker }: Clients, group: string) {
  const { ModelPackageGroupSummaryList } = await sagemaker.send(new ListModelPackageGroupsCommand({ MaxResults: 100 }));
  const groups = (ModelPackageGroupSummaryList ?? [])
    .map((summary) => summary.ModelPackageGroupName!)
    .filter((name) => name !== group); // a group may be empty
  return errors.make('GROUP_NOT_FOUND', `nothing of ${group} has been published`, {
    got: group,
    allowed: groups,
    remedy: didYouMean(group, groups) ?? `\`gradus publish ${group}\` makes its first version.`,
  });
}
