/**
 * UpdateFeatureGroup: adds features, or changes the default time to live or the storage type of the online store.
 * @source docs
 * @source unverified - the texts; that one request changes one thing is said by the documentation only
 */
import type { FeatureDefinition } from '@aws-sdk/client-sagemaker';
import type { CallContext } from '../../../service.ts';
import type { FeatureGroupDocument } from '../../../feature-store/feature-group-table.ts';
import { featureGroupMachineId } from '../../../feature-store/machine-ids.ts';
import { validationException } from '../../../wire/aws-error.ts';
import type { Input, SageMakerHandler } from '../sagemaker-handler.ts';
import { supportOnly, unsupported } from '../unsupported.ts';
import { checkFeatureDefinitions } from './check-feature-definitions.ts';
import { checkThroughput } from './check-throughput.ts';
import { checkTtl } from './check-ttl.ts';
import type { FeatureGroupChange } from './feature-group-state.ts';
import { insertFeatures } from './feature-table.ts';
import { requireFeatureGroup } from './require-feature-group.ts';

const OPERATION = 'UpdateFeatureGroup';

type UpdateInput = Input<typeof OPERATION>;

const checkIdle = ({ FeatureGroupName, FeatureGroupStatus, LastUpdateStatus }: FeatureGroupDocument): void => {
  if (FeatureGroupStatus !== 'Created') {
    throw validationException(
      `Validation Error: FeatureGroup ${FeatureGroupName} is in status ${FeatureGroupStatus} and cannot be updated.`,
    );
  }
  if (LastUpdateStatus?.Status === 'InProgress') {
    throw validationException(`Validation Error: Another update of FeatureGroup ${FeatureGroupName} is in progress.`);
  }
};

const checkOnline = (document: FeatureGroupDocument, update: UpdateInput['OnlineStoreConfig']): void => {
  if (!update) return;
  if (!document.OnlineStoreConfig) {
    throw validationException(`Validation Error: FeatureGroup ${document.FeatureGroupName} has no online store.`);
  }
  checkTtl(update.TtlDuration);
  const { StorageType: before } = document.OnlineStoreConfig;
  const after = update.StorageType ?? before;
  if (after !== before && !(before === 'Standard' && after === 'Standard_V2')) {
    throw validationException(`Validation Error: The StorageType cannot be changed from ${before} to ${after}.`);
  }
};

const checkUpdate = (input: UpdateInput, document: FeatureGroupDocument): void => {
  supportOnly(OPERATION, input, ['FeatureGroupName', 'FeatureAdditions', 'OnlineStoreConfig', 'ThroughputConfig']);
  const { FeatureAdditions, OnlineStoreConfig, ThroughputConfig } = input;
  const given = [FeatureAdditions, OnlineStoreConfig, ThroughputConfig].filter((each) => each !== undefined);
  if (given.length !== 1) {
    throw validationException(
      'Validation Error: Exactly one of FeatureAdditions, OnlineStoreConfig and ThroughputConfig must be given.',
    );
  }
  checkThroughput(OPERATION, ThroughputConfig);
  checkIdle(document);
  checkOnline(document, OnlineStoreConfig);
  checkFeatureDefinitions(
    FeatureAdditions ?? [],
    { inMemory: document.OnlineStoreConfig?.StorageType === 'InMemory' },
    new Set(document.FeatureDefinitions!.map(({ FeatureName }) => FeatureName!.toLowerCase())),
  );
  if (document.OfflineStoreConfig && FeatureAdditions?.some(({ CollectionType }) => CollectionType !== undefined)) {
    throw unsupported(OPERATION, 'FeatureAdditions.CollectionType with OfflineStoreConfig');
  }
};

const addFeatures = (context: CallContext, document: FeatureGroupDocument, { additions }: FeatureGroupChange): void => {
  if (!additions) return;
  const changed = { ...document, LastModifiedTime: new Date(context.now()) };
  insertFeatures(context.plane.store, context, changed, additions);
};

export const updateFeatureGroup: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const { document } = requireFeatureGroup(context, input.FeatureGroupName, OPERATION);
  checkUpdate(input, document);
  const change: FeatureGroupChange = {
    ...(input.FeatureAdditions && { additions: input.FeatureAdditions as FeatureDefinition[] }),
    ...(input.OnlineStoreConfig && { onlineStore: input.OnlineStoreConfig }),
  };
  addFeatures(context, document, change);
  context.plane.engine.signal(featureGroupMachineId(context, document.FeatureGroupName!), 'update', change);
  return { FeatureGroupArn: document.FeatureGroupArn };
};
