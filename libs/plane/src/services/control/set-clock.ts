/** SetClock: sets service time, its speed, or both; what is due then happens. Wall time, and with it signatures, stay. */
import type { Handlers } from '../../service.ts';
import { saveClockSetting } from '../../engine/clock-setting.ts';
import type { ControlOperations } from './control-operations.ts';

export const setClock: Handlers<ControlOperations>['SetClock'] = (input, { plane }) => {
  const { clock, store } = plane;
  const setting = clock.set({
    ...(input.Time === undefined ? {} : { time: input.Time.getTime() }),
    ...(input.Scale === undefined ? {} : { scale: input.Scale }),
  });
  saveClockSetting(store, setting);
  return { Clock: { Time: new Date(clock.now()), Scale: setting.scale } };
};
