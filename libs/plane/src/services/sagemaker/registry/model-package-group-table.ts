/** The table of model package groups; it counts each group's versions. */
import type { CallContext } from '../../../service.ts';
import { decodeDocument, encodeDocument } from '../../../store/document.ts';
import { validationException } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import type { Output } from '../sagemaker-handler.ts';

export const MODEL_PACKAGE_GROUP_SCHEMA = [
  `create table if not exists sagemaker_model_package_group (
     id integer primary key, account text not null, region text not null, name text not null,
     created integer not null, description text, last_version integer not null default 0, document text not null,
     unique (account, region, name))`,
  `create index if not exists sagemaker_model_package_group_created
     on sagemaker_model_package_group (account, region, created, name)`,
];

export type ModelPackageGroup = Output<'DescribeModelPackageGroup'>;

/** @throws AwsError ValidationException when there is none of that name */
export const requireModelPackageGroup = (context: CallContext, name: string): ModelPackageGroup => {
  const row = context.plane.store.get<{ document: string }>(
    'select document from sagemaker_model_package_group where account = ? and region = ? and name = ?',
    context.accountId,
    context.region,
    name,
  );
  if (!row) {
    throw validationException(`ModelPackageGroup ${arnOf(context, 'model-package-group', name)} does not exist.`);
  }
  return decodeDocument(row.document);
};

/** @throws AwsError ValidationException when the name is taken */
export const insertModelPackageGroup = (context: CallContext, group: ModelPackageGroup): void => {
  const added = context.plane.store.run(
    `insert into sagemaker_model_package_group (account, region, name, created, description, document)
     values (?, ?, ?, ?, ?, ?) on conflict do nothing`,
    context.accountId,
    context.region,
    group.ModelPackageGroupName!,
    group.CreationTime!.getTime(),
    group.ModelPackageGroupDescription ?? null,
    encodeDocument(group),
  );
  if (added === 0) throw validationException(`Model Package Group already exists: ${group.ModelPackageGroupArn}`);
};

/** The number of the group's next version: numbers are never given twice, whatever was deleted. */
export const nextVersion = (context: CallContext, name: string): number => {
  const { store, accountId, region } = { ...context, store: context.plane.store };
  store.run(
    'update sagemaker_model_package_group set last_version = last_version + 1 where account = ? and region = ? and name = ?',
    accountId,
    region,
    name,
  );
  return store.get<{ last_version: number }>(
    'select last_version from sagemaker_model_package_group where account = ? and region = ? and name = ?',
    accountId,
    region,
    name,
  )!.last_version;
};
