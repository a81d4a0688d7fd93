/** The table of lineage entities: artifacts, actions, contexts, and the trial components that associations name. */
import type { CallContext } from '../../../service.ts';
import { decodeDocument, encodeDocument } from '../../../store/document.ts';
import type { Store } from '../../../store/store.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { arnOf, type Owner } from '../arn.ts';
import type { Output } from '../sagemaker-handler.ts';

export type LineageKind = 'artifact' | 'action' | 'context' | 'experiment-trial-component';

/** What the operations that describe an entity answer. */
export interface LineageDocuments {
  artifact: Output<'DescribeArtifact'>;
  action: Output<'DescribeAction'>;
  context: Output<'DescribeContext'>;
  /** Trial components are the experiments': here stands only that there is one, and of what type. */
  'experiment-trial-component': { readonly CreationTime: Date; readonly LastModifiedTime: Date };
}

/**
 * `name` is what follows the kind in the ARN, `label` an artifact's name, `manual` 1 for what a caller made.
 * No two artifacts have one source.
 */
export const LINEAGE_ENTITY_SCHEMA = [
  `create table if not exists sagemaker_lineage_entity (
     id integer primary key, account text not null, region text not null, kind text not null, name text not null,
     arn text not null unique, label text, type text not null, source text not null, manual integer not null,
     created integer not null, modified integer not null, document text not null, unique (account, region, kind, name))`,
  ...[
    'created (account, region, kind, created, name)',
    'source (account, region, kind, source, created, name)',
    'label (account, region, label) where label is not null',
    'manual (account, region, kind) where manual = 1',
  ].map((index) =>
    index.replace(/^(\w+) /, 'create index if not exists sagemaker_lineage_entity_$1 on sagemaker_lineage_entity '),
  ),
];

export interface NewEntity<Kind extends LineageKind> {
  readonly kind: Kind;
  readonly name: string;
  readonly label?: string | undefined;
  readonly type: string;
  readonly source: string;
  readonly manual: boolean;
  readonly document: LineageDocuments[Kind];
}

/** False when there is one of that ARN already, which stays as it is. */
export const insertEntity = <Kind extends LineageKind>(
  store: Store,
  owner: Owner,
  { kind, name, label, type, source, manual, document }: NewEntity<Kind>,
): boolean =>
  store.run(
    `insert into sagemaker_lineage_entity
       (account, region, kind, name, arn, label, type, source, manual, created, modified, document)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    owner.accountId,
    owner.region,
    kind,
    name,
    arnOf(owner, kind, name),
    label ?? null,
    type,
    source,
    manual ? 1 : 0,
    document.CreationTime!.getTime(),
    document.LastModifiedTime!.getTime(),
    encodeDocument(document),
  ) > 0;

export const findEntity = <Kind extends LineageKind>(
  store: Store,
  owner: Owner,
  kind: Kind,
  name: string,
): LineageDocuments[Kind] | undefined => {
  const row = store.get<{ document: string }>(
    'select document from sagemaker_lineage_entity where arn = ?',
    arnOf(owner, kind, name),
  );
  return row && decodeDocument(row.document);
};

/** The name of the entity of that type and source that was made last. */
export const newestName = (
  store: Store,
  owner: Owner,
  kind: LineageKind,
  type: string,
  source: string,
): string | undefined =>
  store.get<{ name: string }>(
    `select name from sagemaker_lineage_entity where account = ? and region = ? and kind = ? and source = ? and type = ?
     order by id desc limit 1`,
    owner.accountId,
    owner.region,
    kind,
    source,
    type,
  )?.name;

/** @throws AwsError ResourceNotFound */
export const requireEntity = <Kind extends LineageKind>(
  context: CallContext,
  kind: Kind,
  name: string,
): LineageDocuments[Kind] => {
  const found = findEntity(context.plane.store, context, kind, name);
  if (!found) throw entityNotFound(arnOf(context, kind, name));
  return found;
};

export const entityNotFound = (arn: string): AwsError =>
  new AwsError('ResourceNotFound', 400, `Resource not found: ${arn}`);

/** Writes what an update made of an entity. */
export const replaceEntity = <Kind extends LineageKind>(
  store: Store,
  owner: Owner,
  kind: Kind,
  name: string,
  document: LineageDocuments[Kind],
  label?: string,
): void => {
  store.run(
    'update sagemaker_lineage_entity set modified = ?, label = ?, document = ? where arn = ?',
    document.LastModifiedTime!.getTime(),
    label ?? null,
    encodeDocument(document),
    arnOf(owner, kind, name),
  );
};
