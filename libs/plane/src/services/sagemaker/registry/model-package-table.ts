/** The table of model packages: versions of a group and unversioned ones, with an index for each way of listing them. */
import type { CallContext } from '../../../service.ts';
import { validationException } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import { nameOf } from '../names.ts';
import type { Output } from '../sagemaker-handler.ts';

/** `resource` is `<group>/<version>` or the package's name; `name` is the group's name or the package's. */
export const MODEL_PACKAGE_SCHEMA = [
  `create table if not exists sagemaker_model_package (
     id integer primary key, account text not null, region text not null, resource text not null, name text not null,
     versioned integer not null, version integer, approval text, created integer not null, modified integer,
     description text, registration text, life_cycle text, client_token text, client_request text, update_token text,
     document text not null, unique (account, region, resource))`,
  ...[
    'created (account, region, created, name)',
    'name (account, region, name, created)',
    'kind_created (account, region, versioned, created, name)',
    'kind_name (account, region, versioned, name, created)',
    'approval_created (account, region, approval, created, name) where approval is not null',
    'approval_name (account, region, approval, name, created) where approval is not null',
    'client_token (account, region, client_token) where client_token is not null',
  ].map((index) =>
    index.replace(/^(\w+) /, 'create index if not exists sagemaker_model_package_$1 on sagemaker_model_package '),
  ),
];

export type ModelPackage = Output<'DescribeModelPackage'>;

interface PackageRow {
  readonly created: number;
  readonly modified: number | null;
  readonly update_token: string | null;
  readonly document: string;
}

export interface StoredPackage {
  readonly package: ModelPackage;
  /** `<group>/<version>` or the name. */
  readonly resource: string;
  /** The ClientToken of the last update. */
  readonly updateToken: string | undefined;
}

// The dates stand in columns of their own, so that a document is plain JSON and quick to read.
const documentOf = (described: ModelPackage): string =>
  JSON.stringify({ ...described, CreationTime: undefined, LastModifiedTime: undefined });

/**
 * Reads the package that a `VersionedArnOrName` member gives.
 * @throws AwsError ValidationException when there is none, and as {@link nameOf}
 */
export const requireModelPackage = (context: CallContext, arnOrName: string, operation: string): StoredPackage => {
  const resource = nameOf(arnOrName, 'model-package', context, operation);
  const row = context.plane.store.get<PackageRow>(
    `select created, modified, update_token, document from sagemaker_model_package
     where account = ? and region = ? and resource = ?`,
    context.accountId,
    context.region,
    resource,
  );
  if (!row) throw validationException(`ModelPackage ${arnOf(context, 'model-package', resource)} does not exist.`);
  const read: ModelPackage = { ...(JSON.parse(row.document) as ModelPackage), CreationTime: new Date(row.created) };
  if (row.modified !== null) read.LastModifiedTime = new Date(row.modified);
  return { package: read, resource, updateToken: row.update_token ?? undefined };
};

/** What an earlier CreateModelPackage with the same token made, and the hash of its request. */
export const findByClientToken = (
  context: CallContext,
  token: string,
): { readonly resource: string; readonly request: string } | undefined =>
  context.plane.store.get(
    `select resource, client_request as request from sagemaker_model_package
     where account = ? and region = ? and client_token = ?`,
    context.accountId,
    context.region,
    token,
  );

/** @throws AwsError ValidationException when the name is taken */
export const insertModelPackage = (
  context: CallContext,
  resource: string,
  made: ModelPackage,
  client: { readonly token: string | undefined; readonly request: string },
): void => {
  const added = context.plane.store.run(
    `insert into sagemaker_model_package (account, region, resource, name, versioned, version, approval, created,
       description, registration, life_cycle, client_token, client_request, document)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    context.accountId,
    context.region,
    resource,
    made.ModelPackageName!,
    made.ModelPackageGroupName === undefined ? 0 : 1,
    made.ModelPackageVersion ?? null,
    made.ModelApprovalStatus ?? null,
    made.CreationTime!.getTime(),
    made.ModelPackageDescription ?? null,
    made.ModelPackageRegistrationType ?? null,
    made.ModelLifeCycle ? JSON.stringify(made.ModelLifeCycle) : null,
    client.token ?? null,
    client.request,
    documentOf(made),
  );
  if (added === 0) throw validationException(`Model Package already exists: ${made.ModelPackageArn}`);
};

/** Replaces a version with what an update made of it. */
export const updateModelPackage = (
  context: CallContext,
  resource: string,
  changed: ModelPackage,
  updateToken: string | undefined,
): void => {
  context.plane.store.run(
    `update sagemaker_model_package
     set approval = ?, modified = ?, registration = ?, life_cycle = ?, update_token = ?, document = ?
     where account = ? and region = ? and resource = ?`,
    changed.ModelApprovalStatus ?? null,
    changed.LastModifiedTime!.getTime(),
    changed.ModelPackageRegistrationType ?? null,
    changed.ModelLifeCycle ? JSON.stringify(changed.ModelLifeCycle) : null,
    updateToken ?? null,
    documentOf(changed),
    context.accountId,
    context.region,
    resource,
  );
};
