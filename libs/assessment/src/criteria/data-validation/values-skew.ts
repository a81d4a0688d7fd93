/** Level 1: a significant shift of the data's values is seen. */
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { callLink, nothingFound, resourceLink } from '../../link.ts';

export const valuesSkew = criterion({
  id: 'values-skew',
  level: 1,
  list: 'data-validation',
  title: "A significant shift of the data's values is seen",
  source: 'Values skew: statistics of the data change significantly, so the model is to be trained again.',
  attestable: true,
  judge: ({ monitors, model }) => {
    const monitor = monitors.items.find(({ MonitoringType }) => MonitoringType === 'DataQuality');
    if (monitor) {
      const name = monitor.MonitoringScheduleName!;
      return met(
        `monitor ${name} compares the data with its baseline`,
        resourceLink(name, monitor.MonitoringScheduleArn),
      );
    }
    const why = nothingFound(monitors, `monitor of the data of ${model.name}`);
    return notMet(why, declare('data', 1), callLink(monitors));
  },
});
