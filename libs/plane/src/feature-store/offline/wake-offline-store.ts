/** Tells the offline store of a group that it has rows to get, or another lag. */
import type { PlaneServices } from '../../service.ts';
import { featureGroupById } from '../feature-group-table.ts';
import { OFFLINE_STORE_MACHINE, offlineStoreMachineId } from '../machine-ids.ts';
import { awakeGroups } from './awake-groups.ts';
import { offlineLag } from './offline-lag.ts';
import type { OfflineStoreState } from './offline-store-machine.ts';

/** To be called in the transaction that adds pending rows of the group; costs next to nothing while a flush is due. */
export const wakeOfflineStore = ({ store, engine }: PlaneServices, groupId: number): void => {
  const awake = awakeGroups(store);
  if (awake.has(groupId)) return;
  const { accountId, region } = featureGroupById(store, groupId)!;
  const lag = offlineLag(store);
  const id = offlineStoreMachineId({ accountId, region }, groupId);
  if (!engine.signal(id, 'pending', { lag })) {
    const state: OfflineStoreState = { groupId, lag, phase: 'waiting', failures: 0 };
    engine.create(OFFLINE_STORE_MACHINE, { id, accountId, region }, state);
  }
  store.afterCommit(() => awake.add(groupId));
};

/** Gives what waits the lag that holds now, within the caller's transaction. */
export const applyOfflineLag = ({ store, engine }: PlaneServices): void => {
  const lag = offlineLag(store);
  const groups = store.all<{ id: number; account: string; region: string }>(
    'select id, account, region from feature_store_group where offline_status <> ?',
    'Disabled',
  );
  for (const { id, account, region } of groups) {
    engine.signal(offlineStoreMachineId({ accountId: account, region }, id), 'lag', { lag });
  }
};
