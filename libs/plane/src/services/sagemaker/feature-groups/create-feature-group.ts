/**
 * CreateFeatureGroup: records a feature group and starts its machine, which looks whether its offline store can be written.
 * @source docs - layout of the offline store, names of the catalog
 * @source unverified - the texts; what of an offline store that cannot be written is told at once
 */
import type { FeatureDefinition } from '@aws-sdk/client-sagemaker';
import { insertFeatureGroup, type FeatureGroupDocument } from '../../../feature-store/feature-group-table.ts';
import { FEATURE_GROUP_MACHINE, featureGroupMachineId } from '../../../feature-store/machine-ids.ts';
import { ensureSweep } from '../../../feature-store/sweep-machine.ts';
import type { CallContext } from '../../../service.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import type { Input, SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { checkFeatureGroup } from './check-feature-group.ts';
import { insertFeatures } from './feature-table.ts';
import type { FeatureGroupState } from './feature-group-state.ts';

type OfflineStoreConfig = NonNullable<FeatureGroupDocument['OfflineStoreConfig']>;

/** Where the offline store is, and the name of its table. */
const resolvedOffline = (
  name: string,
  config: OfflineStoreConfig,
  { accountId, region }: CallContext,
  created: Date,
): OfflineStoreConfig => {
  const epoch = Math.floor(created.getTime() / 1000);
  const uri = config.S3StorageConfig!.S3Uri!.replace(/\/+$/, '');
  const { DisableGlueTableCreation = false, DataCatalogConfig } = config;
  const catalog = DataCatalogConfig ?? {
    TableName: `${name}_${epoch}`.replaceAll('-', '_').toLowerCase(),
    Catalog: 'AwsDataCatalog',
    Database: 'sagemaker_featurestore',
  };
  return {
    ...config,
    S3StorageConfig: {
      ...config.S3StorageConfig!,
      ResolvedOutputS3Uri: `${uri}/${accountId}/sagemaker/${region}/offline-store/${name}-${epoch}/data`,
    },
    DisableGlueTableCreation,
    ...((!DisableGlueTableCreation || DataCatalogConfig) && { DataCatalogConfig: catalog }),
  };
};

const documentOf = (input: Input<'CreateFeatureGroup'>, context: CallContext): FeatureGroupDocument => {
  const { OnlineStoreConfig: online, OfflineStoreConfig: offline, ThroughputConfig } = input;
  const created = new Date(context.now());
  const name = input.FeatureGroupName;
  return {
    FeatureGroupName: name,
    FeatureGroupArn: arnOf(context, 'feature-group', name),
    RecordIdentifierFeatureName: input.RecordIdentifierFeatureName,
    EventTimeFeatureName: input.EventTimeFeatureName,
    FeatureDefinitions: input.FeatureDefinitions as FeatureDefinition[],
    CreationTime: created,
    LastModifiedTime: created,
    FeatureGroupStatus: 'Creating',
    Description: input.Description,
    RoleArn: input.RoleArn,
    ...(online?.EnableOnlineStore && { OnlineStoreConfig: { StorageType: 'Standard' as const, ...online } }),
    ...(offline && { OfflineStoreConfig: resolvedOffline(name, offline, context, created) }),
    ThroughputConfig: ThroughputConfig ?? { ThroughputMode: 'OnDemand' },
  };
};

export const createFeatureGroup: SageMakerHandler<'CreateFeatureGroup'> = (input, context) => {
  checkFeatureGroup(input, context);
  const { plane, accountId, region } = context;
  const name = input.FeatureGroupName;
  const document = documentOf(input, context);
  if (!insertFeatureGroup(plane.store, context, document)) {
    throw new AwsError(
      'ResourceInUse',
      400,
      `Resource Already Exists: FeatureGroup with name ${name} already exists. Choose a different name.`,
    );
  }
  insertFeatures(plane.store, context, document, document.FeatureDefinitions!);
  putTags(plane.store, document.FeatureGroupArn!, input.Tags);
  ensureSweep(plane.engine, context);
  const state: FeatureGroupState = { document };
  plane.engine.create(FEATURE_GROUP_MACHINE, { id: featureGroupMachineId(context, name), accountId, region }, state);
  return { FeatureGroupArn: document.FeatureGroupArn };
};
