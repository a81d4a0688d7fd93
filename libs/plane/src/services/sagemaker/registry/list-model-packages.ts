/**
 * ListModelPackages: unversioned packages unless told otherwise, or the versions of a group.
 * @source docs - unversioned ones by creation time, ascending, unless told otherwise; a group's name alone lists its versions
 * @source unverified - a group that does not exist has no versions
 */
import type { ModelLifeCycle, ModelPackageSummary } from '@aws-sdk/client-sagemaker';
import { after, before, contains, equals } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import { arnOf, type Owner } from '../arn.ts';
import { nameOf } from '../names.ts';
import type { Input, SageMakerHandler } from '../sagemaker-handler.ts';

const OPERATION = 'ListModelPackages';

interface SummaryRow {
  readonly resource: string;
  readonly name: string;
  readonly versioned: 0 | 1;
  readonly version: number | null;
  readonly approval: ModelPackageSummary['ModelApprovalStatus'] | null;
  readonly created: number;
  readonly description: string | null;
  readonly registration: ModelPackageSummary['ModelPackageRegistrationType'] | null;
  readonly life_cycle: string | null;
}

export const listModelPackages: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const group =
    input.ModelPackageGroupName && nameOf(input.ModelPackageGroupName, 'model-package-group', context, OPERATION);
  // A status narrows more than a kind does: the plus keeps SQLite from searching by the kind instead.
  const versioned = input.ModelApprovalStatus === undefined ? 'versioned' : '+versioned';
  const { rows, nextToken } = page<SummaryRow>(context.plane.store, {
    operation: OPERATION,
    table: 'sagemaker_model_package',
    columns: [
      'resource',
      'name',
      'versioned',
      'version',
      'approval',
      'created',
      'description',
      'registration',
      'life_cycle',
    ],
    scope: context,
    where: [
      equals(versioned, versionedOf(input)),
      equals('name', group),
      group === undefined ? undefined : equals(versioned, 1),
      equals('approval', input.ModelApprovalStatus),
      contains('name', input.NameContains),
      after('created', input.CreationTimeAfter),
      before('created', input.CreationTimeBefore),
    ],
    sort: input.SortBy === 'Name' ? ['name', 'created', 'id'] : ['created', 'name', 'id'],
    order: input.SortOrder ?? 'Ascending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return { ModelPackageSummaryList: rows.map((row) => summaryOf(context, row)), NextToken: nextToken };
};

const versionedOf = (input: Input<typeof OPERATION>): number | undefined => {
  const type = input.ModelPackageType ?? (input.ModelPackageGroupName ? 'Versioned' : 'Unversioned');
  return type === 'Both' ? undefined : Number(type === 'Versioned');
};

const summaryOf = (owner: Owner, row: SummaryRow): ModelPackageSummary => ({
  ...(row.versioned
    ? { ModelPackageGroupName: row.name, ModelPackageVersion: row.version! }
    : { ModelPackageName: row.name }),
  ModelPackageArn: arnOf(owner, 'model-package', row.resource),
  ModelPackageDescription: row.description ?? undefined,
  CreationTime: new Date(row.created),
  ModelPackageStatus: 'Completed',
  ModelApprovalStatus: row.approval ?? undefined,
  ModelPackageRegistrationType: row.registration ?? undefined,
  ModelLifeCycle: row.life_cycle === null ? undefined : (JSON.parse(row.life_cycle) as ModelLifeCycle),
});
