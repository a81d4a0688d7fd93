/** The plane's own operations: its status, its clock, what befalls it, its end. */
import type { Account } from '../../accounts/account.ts';
import type { RoleUsage } from '../../accounts/role-usage.ts';
import { CLOCK_SCHEMA } from '../../engine/clock-setting.ts';
import { OFFLINE_LAG_SCHEMA } from '../../feature-store/offline/offline-lag.ts';
import { defineService, type Service } from '../../service.ts';
import { controlModel } from './control-model.ts';
import type { ControlOperations } from './control-operations.ts';
import { getPlaneStatus } from './get-plane-status.ts';
import { interruptSpotTraining } from './interrupt-spot-training.ts';
import { listRoleUsage } from './list-role-usage.ts';
import { setClock } from './set-clock.ts';
import { setOfflineStoreLag } from './set-offline-store-lag.ts';
import { shutdown } from './shutdown.ts';

export const controlService = (options: {
  accounts: readonly Account[];
  usage: RoleUsage;
  close: () => void;
}): Service =>
  defineService<ControlOperations>({
    model: controlModel,
    schema: [...CLOCK_SCHEMA, ...OFFLINE_LAG_SCHEMA],
    handlers: {
      GetPlaneStatus: getPlaneStatus(options.accounts),
      ListRoleUsage: listRoleUsage(options.usage),
      SetClock: setClock,
      SetOfflineStoreLag: setOfflineStoreLag,
      InterruptSpotTraining: interruptSpotTraining,
      Shutdown: shutdown(options.close),
    },
  });
