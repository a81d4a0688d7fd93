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
  return Promise.all(summaries.map((summary) => describe(clients, summary.ModelPackageArn!)));
}

/**
 * One version of a group.
 *
 * @param which a number, `latest`, or `approved` (the newest that is approved)
 * @throws GradusError GROUP_NOT_FOUND, VERSION_NOT_FOUND with the versions there are, VERSION_INVALID
 */
export async function readVersion(clients: Clients, group: string, which: string): Promise<ModelVersion> {
  if (!/^([1-9][0-9]*|latest|approved)$/.test(which)) {
    throw errors.make('VERSION_INVALID', `${JSON.stringify(which)} is not a version`, {
      got: which,
      allowed: ['a whole number from 1', 'latest', 'approved'],
      remedy: `\`gradus versions ${group}\` lists them.`,
    });
  }
  const newest = await newestSummaries(clients, group, LISTED);
  if (newest.length === 0) throw await groupNotFound(clients, group);
  if (which === 'latest') return describe(clients, newest[0]!.ModelPackageArn!);
  const found =
    which === 'approved'
      ? (await newestSummaries(clients, group, 1, 'Approved'))[0]?.ModelPackageArn
      : newest[0]!.ModelPackageArn!.replace(/\/[0-9]+$/, `/${which}`);
  const version = found && (await describe(clients, found).catch(undefinedWhenMissing));
  if (version) return version;
  const available = newest.map((summary) => String(summary.ModelPackageVersion));
  throw errors.make(
    'VERSION_NOT_FOUND',
    which === 'approved' ? `no version of ${group} is approved` : `${group} has no version ${which}`,
    {
      got: which,
      allowed: available,
      remedy:
        which === 'approved'
          ? `\`gradus approve ${group} <version> --why …\` approves one.`
          : `\`gradus versions ${group}\` lists them.`,
    },
  );
}

const describe = async ({ sagemaker }: Clients, arn: string): Promise<ModelVersion> =>
  versionOf(await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: arn })));

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
  const groups = (ModelPackageGroupSummaryList ?? []).map((summary) => summary.ModelPackageGroupName!);
  const near = didYouMean(group, groups);
  return errors.make('GROUP_NOT_FOUND', `nothing of ${group} has been published`, {
    got: group,
    allowed: groups,
    remedy: near ? near : `\`gradus publish ${group}\` makes its first version.`,
  });
}
