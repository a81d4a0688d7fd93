/** SetOfflineStoreLag: how long the offline feature store may take to show what was acknowledged. */
import { saveOfflineLag } from '../../feature-store/offline/offline-lag.ts';
import { applyOfflineLag } from '../../feature-store/offline/wake-offline-store.ts';
import type { Handlers } from '../../service.ts';
import type { ControlOperations } from './control-operations.ts';

export const setOfflineStoreLag: Handlers<ControlOperations>['SetOfflineStoreLag'] = ({ Seconds }, { plane }) => {
  saveOfflineLag(plane.store, Math.round(Seconds * 1000));
  applyOfflineLag(plane);
  return {};
};
