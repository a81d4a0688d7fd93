/** The features of groups, each with its description and parameters. */
import type { DescribeFeatureMetadataCommandOutput, FeatureDefinition } from '@aws-sdk/client-sagemaker';
import { findFeatureGroup, type FeatureGroupDocument } from '../../../feature-store/feature-group-table.ts';
import { decodeDocument, encodeDocument } from '../../../store/document.ts';
import type { Store } from '../../../store/store.ts';
import type { Owner } from '../arn.ts';

/** What DescribeFeatureMetadata answers. */
export type FeatureMetadata = Omit<DescribeFeatureMetadataCommandOutput, '$metadata'>;

/** Adds features of a group that is there, within the caller's transaction; one that is there already stays. */
export const insertFeatures = (
  store: Store,
  owner: Owner,
  group: FeatureGroupDocument,
  definitions: readonly FeatureDefinition[],
): void => {
  const { id } = findFeatureGroup(store, owner, group.FeatureGroupName!)!;
  for (const { FeatureName, FeatureType } of definitions) {
    const metadata: FeatureMetadata = {
      FeatureGroupArn: group.FeatureGroupArn,
      FeatureGroupName: group.FeatureGroupName,
      ...{ FeatureName, FeatureType },
      CreationTime: group.LastModifiedTime,
      LastModifiedTime: group.LastModifiedTime,
    };
    store.run(
      `insert into feature_store_feature (account, region, group_id, name, document) values (?, ?, ?, ?, ?)
       on conflict do nothing`,
      ...[owner.accountId, owner.region, id, FeatureName!, encodeDocument(metadata)],
    );
  }
};

export const findFeature = (store: Store, groupId: number, name: string): FeatureMetadata | undefined => {
  const sql = 'select document from feature_store_feature where group_id = ? and name = ?';
  const row = store.get<{ document: string }>(sql, groupId, name);
  return row && decodeDocument<FeatureMetadata>(row.document);
};

export const updateFeature = (store: Store, groupId: number, metadata: FeatureMetadata): void => {
  store.run(
    'update feature_store_feature set document = ? where group_id = ? and name = ?',
    ...[encodeDocument(metadata), groupId, metadata.FeatureName!],
  );
};
