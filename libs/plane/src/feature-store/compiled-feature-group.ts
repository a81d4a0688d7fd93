/** A feature group as reads and writes of records need it: kept in memory until the group changes. */
import type { CollectionType, FeatureType, StorageType } from '@aws-sdk/client-sagemaker';
import type { Store } from '../store/store.ts';
import { featureGroupById, type FeatureGroupOwner, type FeatureGroupRow } from './feature-group-table.ts';
import { ttlSeconds } from './ttl-seconds.ts';

export interface CompiledFeature {
  readonly name: string;
  readonly type: FeatureType;
  readonly collection: CollectionType | undefined;
  /** The number of elements of a Vector. */
  readonly dimension: number | undefined;
}

export interface CompiledFeatureGroup extends FeatureGroupOwner {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  /** In the order in which records keep their values: features that are added come last. */
  readonly features: readonly CompiledFeature[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** The places of the two features that every record has. */
  readonly identifier: number;
  readonly eventTime: number;
  readonly online: boolean;
  readonly storageType: StorageType;
  readonly offline: boolean;
  /** The group's default, in seconds. */
  readonly ttl: number | undefined;
}

interface Kept {
  readonly version: string;
  readonly group: CompiledFeatureGroup;
}

const ofStore = new WeakMap<Store, Map<number, Kept>>();

const GROUPS_KEPT = 1000;

/** The group of that name, or undefined when there is none. */
export const compiledFeatureGroup = (
  store: Store,
  { accountId, region }: FeatureGroupOwner,
  name: string,
): CompiledFeatureGroup | undefined => {
  const row = store.get<{ id: number; version: string }>(
    'select id, version from feature_store_group where account = ? and region = ? and name = ?',
    ...[accountId, region, name],
  );
  if (!row) return undefined;
  let kept = ofStore.get(store);
  if (!kept) ofStore.set(store, (kept = new Map<number, Kept>()));
  const known = kept.get(row.id);
  if (known?.version === row.version) return known.group;
  const group = compile(featureGroupById(store, row.id)!);
  if (kept.size >= GROUPS_KEPT) kept.clear();
  kept.set(row.id, { version: row.version, group });
  return group;
};

const compile = ({ id, accountId, region, document }: FeatureGroupRow): CompiledFeatureGroup => {
  const features = document.FeatureDefinitions!.map(
    ({ FeatureName, FeatureType, CollectionType, CollectionConfig }): CompiledFeature => ({
      name: FeatureName!,
      type: FeatureType!,
      collection: CollectionType,
      dimension: CollectionConfig?.VectorConfig?.Dimension,
    }),
  );
  const indexOf = new Map(features.map((feature, index) => [feature.name, index]));
  const online = document.OnlineStoreConfig;
  return {
    ...{ id, accountId, region, features, indexOf },
    name: document.FeatureGroupName!,
    status: document.FeatureGroupStatus!,
    identifier: indexOf.get(document.RecordIdentifierFeatureName!)!,
    eventTime: indexOf.get(document.EventTimeFeatureName!)!,
    online: online?.EnableOnlineStore ?? false,
    storageType: online?.StorageType ?? 'Standard',
    offline: document.OfflineStoreConfig !== undefined,
    ttl: ttlSeconds(online?.TtlDuration),
  };
};
