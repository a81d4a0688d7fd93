/** SetClock: sets service time, its speed, or both; what is due then happens. Wall time, and with it signatures, stay. */
import { saveClockSetting } from '../../engine/clock-setting.ts';
import type { Handlers } from '../../service.ts';
import { validationException } from '../../wire/aws-error.ts';
import type { ControlOperations } from './control-operations.ts';

/** Beyond it the dates of what is due later could not be written. */
const LAST_TIME = Date.UTC(9000, 0, 1);

export const setClock: Handlers<ControlOperations>['SetClock'] = (input, { plane }) => {
  const { clock, store } = plane;
  const time = input.Time?.getTime();
  if (time !== undefined && (time < 0 || time > LAST_TIME)) {
    throw validationException(`Time must lie between 1970 and ${new Date(LAST_TIME).getUTCFullYear()}.`);
  }
  const setting = clock.changed({
    ...(time === undefined ? {} : { time }),
    ...(input.Scale === undefined ? {} : { scale: input.Scale }),
  });
  saveClockSetting(store, setting);
  // A clock that runs ahead of its row would jump back at the next start.
  store.afterCommit(() => clock.apply(setting));
  return { Clock: { Time: new Date(setting.since + setting.offset), Scale: setting.scale } };
};
