/** Tells the machine of a feature group how its offline store fares, which DescribeFeatureGroup shows. */
import type { PlaneServices } from '../../service.ts';
import { featureGroupById } from '../feature-group-table.ts';
import { featureGroupMachineId } from '../machine-ids.ts';

export interface OfflineStatus {
  readonly Status: 'Active' | 'Blocked';
  readonly BlockedReason?: string;
}

export const showOfflineStatus = ({ store, engine }: PlaneServices, groupId: number, status: OfflineStatus): void =>
  store.transaction(() => {
    const row = featureGroupById(store, groupId);
    const { Status, BlockedReason } = row?.document.OfflineStoreStatus ?? {};
    if (!row || (Status === status.Status && BlockedReason === status.BlockedReason)) return;
    engine.signal(featureGroupMachineId(row, row.document.FeatureGroupName!), 'offline', status);
  });
