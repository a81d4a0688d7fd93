/** The machines of a feature group, by which each part of the feature store signals the others. */
import { machineId } from '../engine/machine-id.ts';
import type { FeatureGroupOwner } from './feature-group-table.ts';

export const FEATURE_GROUP_MACHINE = 'feature-group';
export const OFFLINE_STORE_MACHINE = 'feature-store-offline';

export const featureGroupMachineId = (owner: FeatureGroupOwner, name: string): string =>
  machineId(FEATURE_GROUP_MACHINE, owner, name);

export const offlineStoreMachineId = (owner: FeatureGroupOwner, groupId: number): string =>
  machineId(OFFLINE_STORE_MACHINE, owner, String(groupId));
