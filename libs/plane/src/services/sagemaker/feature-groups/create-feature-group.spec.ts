import {
  CreateFeatureGroupCommand,
  DescribeFeatureGroupCommand,
  ListTagsCommand,
  type CreateFeatureGroupCommandInput,
  type FeatureDefinition,
} from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createFeatureGroup,
  FEATURE_BUCKET,
  FEATURE_ROLE,
  featureGroup,
  untilFeatureGroupRests,
  withOfflineStore,
} from '../../../testing/feature-group-fixtures.ts';
import { withPlane } from '../../../testing/index.ts';

const KEYS: FeatureDefinition[] = [
  { FeatureName: 'user_id', FeatureType: 'String' },
  { FeatureName: 'event_time', FeatureType: 'Fractional' },
];

const more = (...definitions: FeatureDefinition[]): Partial<CreateFeatureGroupCommandInput> => ({
  FeatureDefinitions: [...KEYS, ...definitions],
});

describe('CreateFeatureGroup', () => {
  const plane = withPlane();
  const create = (overrides: Partial<CreateFeatureGroupCommandInput>, name = 'refused') =>
    plane.clients().sagemaker.send(new CreateFeatureGroupCommand(featureGroup(name, overrides)));
  const refused = (overrides: Partial<CreateFeatureGroupCommandInput>, message: string) =>
    expect(create(overrides), message).rejects.toMatchObject({
      ...{ name: 'ValidationException', message: expect.stringContaining(message) as string },
    });

  beforeAll(async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: FEATURE_BUCKET }));
  });

  describe('serialization', () => {
    plane.executes(
      'sagemaker:CreateFeatureGroup',
      {
        seenBy: 'sagemaker:DescribeFeatureGroup',
        title: 'keeps all that it is given, and says where the offline store is',
      },
      async () => {
        const created = Math.floor(plane.clock.now() / 1000);
        const input = featureGroup('users', {
          ...withOfflineStore,
          OnlineStoreConfig: { EnableOnlineStore: true, TtlDuration: { Unit: 'Days', Value: 30 } },
          Description: 'What users watched',
          Tags: [{ Key: 'team', Value: 'blue' }],
        });
        const { FeatureGroupArn } = await plane.clients().sagemaker.send(new CreateFeatureGroupCommand(input));
        expect(FeatureGroupArn).toBe('arn:aws:sagemaker:us-east-1:111111111111:feature-group/users');
        const { $metadata, ...described } = await untilFeatureGroupRests(plane.clients(), 'users');
        expect($metadata.httpStatusCode).toBe(200);
        const epoch = Math.floor(described.CreationTime!.getTime() / 1000);
        expect(epoch - created).toBeLessThan(10);
        expect(described).toEqual({
          ...{ FeatureGroupArn, FeatureGroupName: 'users', FeatureGroupStatus: 'Created', NextToken: '' },
          ...{ RecordIdentifierFeatureName: 'user_id', EventTimeFeatureName: 'event_time' },
          ...{ Description: 'What users watched', RoleArn: FEATURE_ROLE, FeatureDefinitions: input.FeatureDefinitions },
          ...{ CreationTime: expect.any(Date) as Date, LastModifiedTime: expect.any(Date) as Date },
          OnlineStoreConfig: {
            ...{ EnableOnlineStore: true, StorageType: 'Standard', TtlDuration: { Unit: 'Days', Value: 30 } },
          },
          OfflineStoreConfig: {
            S3StorageConfig: {
              S3Uri: 's3://feature-store/offline',
              ResolvedOutputS3Uri: `s3://feature-store/offline/111111111111/sagemaker/us-east-1/offline-store/users-${epoch}/data`,
            },
            DisableGlueTableCreation: false,
            DataCatalogConfig: {
              ...{ TableName: `users_${epoch}`, Catalog: 'AwsDataCatalog', Database: 'sagemaker_featurestore' },
            },
          },
          OfflineStoreStatus: { Status: 'Active' },
          ThroughputConfig: { ThroughputMode: 'OnDemand' },
        });
        const { Tags } = await plane.clients().sagemaker.send(new ListTagsCommand({ ResourceArn: FeatureGroupArn }));
        expect(Tags).toEqual(input.Tags);
      },
    );

    it('has no catalog without a Glue table, but for the one that it is given', async () => {
      const disabled = { ...withOfflineStore.OfflineStoreConfig, DisableGlueTableCreation: true };
      const catalog = { TableName: 't', Catalog: 'c', Database: 'd' };
      const none = await createFeatureGroup(plane.clients(), 'no-table', {
        ...{ ...withOfflineStore, OfflineStoreConfig: disabled },
      });
      expect(none.OfflineStoreConfig).not.toHaveProperty('DataCatalogConfig');
      const own = await createFeatureGroup(plane.clients(), 'own-table', {
        ...{ ...withOfflineStore, OfflineStoreConfig: { ...disabled, DataCatalogConfig: catalog } },
      });
      expect(own.OfflineStoreConfig?.DataCatalogConfig).toEqual(catalog);
    });

    it('takes 2,500 features', async () => {
      const many = Array.from({ length: 2498 }, (_, index) => ({
        ...{ FeatureName: `feature-${index}`, FeatureType: 'Fractional' as const },
      }));
      const { FeatureDefinitions } = await createFeatureGroup(plane.clients(), 'many', more(...many));
      expect(FeatureDefinitions).toHaveLength(2500);
    });
  });

  describe('validation', () => {
    it('refuses an identifier or event time that is no feature, or of the wrong type', async () => {
      await refused({ RecordIdentifierFeatureName: 'nobody' }, 'RecordIdentifierFeatureName nobody');
      await refused({ EventTimeFeatureName: 'nobody' }, 'EventTimeFeatureName nobody');
      await refused({ EventTimeFeatureName: 'watch_count' }, 'Fractional or String');
      await refused({ EventTimeFeatureName: 'user_id' }, 'must be different');
    });

    it('refuses names that are reserved, repeated or too many', async () => {
      for (const FeatureName of ['write_time', 'api_invocation_time', 'is_deleted', 'Is_Deleted']) {
        await refused(more({ FeatureName, FeatureType: 'String' }), 'reserved');
      }
      await refused(more({ FeatureName: 'user_id', FeatureType: 'String' }), 'duplicate');
      const many = Array.from({ length: 2499 }, (_, index) => ({
        ...{ FeatureName: `feature-${index}`, FeatureType: 'String' as const },
      }));
      await refused(more(...many), 'less than or equal to 2500');
      await refused({ FeatureGroupName: '-users' }, 'featureGroupName');
    });

    it('refuses a group without a store, and an offline store without a role', async () => {
      await refused({ OnlineStoreConfig: undefined }, 'at least one of');
      await refused({ OnlineStoreConfig: { EnableOnlineStore: false } }, 'at least one of');
      await refused({ ...withOfflineStore, RoleArn: undefined }, 'RoleArn is required');
      await refused({ ...withOfflineStore, RoleArn: FEATURE_ROLE.replaceAll('1', '2') }, 'Cross-account');
      const https = { S3StorageConfig: { S3Uri: 'https://feature-store/offline' } };
      await refused({ ...withOfflineStore, OfflineStoreConfig: https }, 'Invalid S3Uri');
    });

    it('refuses collections, but in memory', async () => {
      const vector = (Dimension: number): FeatureDefinition => ({
        ...{ FeatureName: 'taste', FeatureType: 'Fractional', CollectionType: 'Vector' },
        CollectionConfig: { VectorConfig: { Dimension } },
      });
      const inMemory = { OnlineStoreConfig: { EnableOnlineStore: true, StorageType: 'InMemory' as const } };
      await refused(more(vector(2)), 'InMemory');
      await refused({ ...more({ ...vector(2), FeatureType: 'Integral' }), ...inMemory }, 'Fractional');
      await refused(
        { ...more({ ...vector(2), CollectionType: 'List' }), ...inMemory },
        'only for CollectionType Vector',
      );
      await refused({ ...more(vector(2)), ...inMemory, ...withOfflineStore }, 'CollectionType with OfflineStoreConfig');
      await createFeatureGroup(plane.clients(), 'vectors', { ...more(vector(2)), ...inMemory });
    });

    it('refuses by name what the plane does not execute', async () => {
      const kms = { KmsKeyId: 'key' };
      await refused({ OnlineStoreConfig: { EnableOnlineStore: true, SecurityConfig: kms } }, 'KmsKeyId');
      const { S3StorageConfig } = withOfflineStore.OfflineStoreConfig;
      const offline = (OfflineStoreConfig: CreateFeatureGroupCommandInput['OfflineStoreConfig']) => ({
        ...{ ...withOfflineStore, OfflineStoreConfig },
      });
      await refused(offline({ S3StorageConfig: { ...S3StorageConfig, ...kms } }), 'KmsKeyId');
      await refused(offline({ S3StorageConfig, TableFormat: 'Iceberg' }), 'Iceberg');
      await refused({ ThroughputConfig: { ThroughputMode: 'Provisioned' } }, 'Provisioned');
    });
  });

  describe('behaviour', () => {
    it('refuses a name that is taken, in its account and region only', async () => {
      await create({}, 'taken');
      await expect(create({}, 'taken')).rejects.toMatchObject({
        ...{ name: 'ResourceInUse', message: expect.stringContaining('taken already exists') as string },
      });
      for (const clients of [plane.clients(1), plane.clients(0, 'eu-west-1')])
        await createFeatureGroup(clients, 'taken');
    });

    it('fails when the bucket of the offline store does not exist, and says why', async () => {
      const nowhere = { S3StorageConfig: { S3Uri: 's3://no-such-bucket/offline' } };
      const failed = await createFeatureGroup(plane.clients(), 'failed', {
        ...{ ...withOfflineStore, OfflineStoreConfig: nowhere },
      });
      expect(failed).toMatchObject({
        ...{ FeatureGroupStatus: 'CreateFailed', FailureReason: expect.stringContaining('no-such-bucket') as string },
      });
      expect(failed.OfflineStoreStatus).toBeUndefined();
    });

    it('shows another account nothing of it', async () => {
      const describe = new DescribeFeatureGroupCommand({ FeatureGroupName: 'users' });
      await expect(plane.clients(1).sagemaker.send(describe)).rejects.toMatchObject({
        ...{
          name: 'ResourceNotFound',
          message: "Resource Not Found: Amazon SageMaker can't find a FeatureGroup with name users",
        },
      });
    });
  });
});
