/** Where AWS keeps the offline store of a feature group, as DescribeFeatureGroup says. */
import { DescribeFeatureGroupCommand, ResourceNotFound, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { FeatureGroup, FeatureView } from '../groups/feature-group.ts';
import { errors } from '../errors.ts';
import type { GlueTable } from './athena-training-set.ts';

export interface OfflineLocation {
  readonly bucket: string;
  /** Ends with `/`. */
  readonly prefix: string;
  /** The Glue table that Athena reads; none where the group is made without one. */
  readonly table?: GlueTable;
}

const S3_URI = /^s3:\/\/([^/]+)\/(.*?)\/?$/;

/**
 * The offline store of a group.
 * @throws GradusError FEATURE_GROUP_MISSING, FEATURE_GROUP_NOT_OFFLINE when the group has none
 */
export const offlineLocation = async (sagemaker: SageMakerClient, group: FeatureGroup): Promise<OfflineLocation> => {
  const { OfflineStoreConfig: store } = await describe(sagemaker, group);
  const [, bucket, path] = S3_URI.exec(store?.S3StorageConfig?.ResolvedOutputS3Uri ?? '') ?? [];
  if (bucket === undefined) {
    throw errors.make('FEATURE_GROUP_NOT_OFFLINE', `the feature group "${group.name}" has no offline store`, {
      got: group.awsName,
      remedy: `Declare features.groups.${group.name} with offline: true and make the group anew.`,
    });
  }
  const { Database: database, TableName: name } = store?.DataCatalogConfig ?? {};
  return {
    bucket,
    prefix: `${path!}/`,
    ...(database !== undefined && name !== undefined && { table: { database, name } }),
  };
};

const describe = async (sagemaker: SageMakerClient, group: FeatureGroup) => {
  try {
    return await sagemaker.send(new DescribeFeatureGroupCommand({ FeatureGroupName: group.awsName }));
  } catch (cause) {
    if (!(cause instanceof ResourceNotFound)) throw cause;
    throw errors.make('FEATURE_GROUP_MISSING', `there is no feature group "${group.name}"`, {
      ...{
        got: group.awsName,
        remedy: 'Make the groups of the model first: gradus ingest does, and ensureFeatureGroups.',
        cause,
      },
    });
  }
};

/**
 * The Glue tables of a view's groups, by the groups' declared names.
 * @throws GradusError FEATURE_GROUP_MISSING, FEATURE_GROUP_NOT_OFFLINE, also for a group without a table
 */
export const glueTables = async (
  sagemaker: SageMakerClient,
  { sources }: FeatureView,
): Promise<Record<string, GlueTable>> => {
  const tables: Record<string, GlueTable> = {};
  for (const { group } of sources) {
    const { table } = await offlineLocation(sagemaker, group);
    if (!table) {
      throw errors.make('FEATURE_GROUP_NOT_OFFLINE', `the feature group "${group.name}" has no Glue table`, {
        ...{
          got: group.awsName,
          remedy: 'Athena reads Glue tables: make the group anew with one, or join without Athena.',
        },
      });
    }
    tables[group.name] = table;
  }
  return tables;
};
