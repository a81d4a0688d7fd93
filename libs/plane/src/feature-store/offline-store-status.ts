/** Tells a group how its offline store stands, as DescribeFeatureGroup shows it. */
import type { OfflineStoreStatus } from '@aws-sdk/client-sagemaker';
import { machineId } from '../engine/machine-id.ts';
import type { PlaneServices } from '../service.ts';
import type { FeatureGroupRow } from './feature-group-table.ts';

/** The kind of the machine that owns a group's document, and its signals. */
export const FEATURE_GROUP_MACHINE = 'feature-group';

/** Within the caller's transaction; a group whose status is that already has no event of it. */
export const setOfflineStoreStatus = (
  { engine }: PlaneServices,
  { accountId, region, document }: FeatureGroupRow,
  status: OfflineStoreStatus,
): void => {
  const { Status, BlockedReason } = document.OfflineStoreStatus ?? {};
  if (Status === status.Status && BlockedReason === status.BlockedReason) return;
  const id = machineId(FEATURE_GROUP_MACHINE, { accountId, region }, document.FeatureGroupName!);
  engine.signal(id, 'offline', status);
};
