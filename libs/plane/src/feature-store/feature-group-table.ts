/** The rows of feature groups: what DescribeFeatureGroup answers of each, by account, region and name. */
import { randomUUID } from 'node:crypto';
import type { DescribeFeatureGroupCommandOutput } from '@aws-sdk/client-sagemaker';
import { decodeDocument, encodeDocument } from '../store/document.ts';
import type { SqlValue, Store } from '../store/store.ts';

/** Whose group it is; a {@link CallContext} is one. */
export interface FeatureGroupOwner {
  readonly accountId: string;
  readonly region: string;
}

/** What Describe answers, with all feature definitions and without paging. */
export type FeatureGroupDocument = Omit<DescribeFeatureGroupCommandOutput, '$metadata' | 'NextToken'>;

export interface FeatureGroupRow extends FeatureGroupOwner {
  /** Never used again, not even once the group is gone. */
  readonly id: number;
  readonly document: FeatureGroupDocument;
}

interface SqlRow {
  readonly id: number;
  readonly account: string;
  readonly region: string;
  readonly document: string;
}

const SELECT = 'select id, account, region, document from feature_store_group';

const rowOf = ({ id, account, region, document }: SqlRow): FeatureGroupRow => ({
  ...{ id, accountId: account, region },
  document: decodeDocument<FeatureGroupDocument>(document),
});

export const findFeatureGroup = (
  store: Store,
  { accountId, region }: FeatureGroupOwner,
  name: string,
): FeatureGroupRow | undefined => {
  const row = store.get<SqlRow>(`${SELECT} where account = ? and region = ? and name = ?`, accountId, region, name);
  return row && rowOf(row);
};

export const featureGroupById = (store: Store, id: number): FeatureGroupRow | undefined => {
  const row = store.get<SqlRow>(`${SELECT} where id = ?`, id);
  return row && rowOf(row);
};

/** The columns that follow the document. */
const columnsOf = (document: FeatureGroupDocument): SqlValue[] => [
  document.FeatureGroupStatus!,
  document.OfflineStoreStatus?.Status ?? 'Disabled',
  (document.LastModifiedTime ?? document.CreationTime)!.getTime(),
  randomUUID(),
  encodeDocument(document),
];

/** Adds a group, within the caller's transaction; false when the name is taken. */
export const insertFeatureGroup = (
  store: Store,
  { accountId, region }: FeatureGroupOwner,
  document: FeatureGroupDocument,
): boolean =>
  store.run(
    `insert into feature_store_group
       (account, region, name, created, status, offline_status, modified, version, document)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    ...[accountId, region, document.FeatureGroupName!, document.CreationTime!.getTime()],
    ...columnsOf(document),
  ) > 0;

/** Puts the document in the place of the group's, within the caller's transaction; only the group's machine does. */
export const updateFeatureGroup = (
  store: Store,
  { accountId, region }: FeatureGroupOwner,
  document: FeatureGroupDocument,
): void => {
  store.run(
    `update feature_store_group set status = ?, offline_status = ?, modified = ?, version = ?, document = ?
      where account = ? and region = ? and name = ?`,
    ...columnsOf(document),
    ...[accountId, region, document.FeatureGroupName!],
  );
};

/** Removes the row of a group and of its features; its records must be gone by then. */
export const deleteFeatureGroupRow = (store: Store, owner: FeatureGroupOwner, name: string): void => {
  const row = findFeatureGroup(store, owner, name);
  if (!row) return;
  store.run('delete from feature_store_feature where group_id = ?', row.id);
  store.run('delete from feature_store_group where id = ?', row.id);
};
