/** Level 2, stage 6: monitoring of the served model, which can start the next run. */
import { ofEndpoint } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { callLink, nothingFound, resourceLink } from '../../link.ts';

export const monitoring = criterion({
  id: 'monitoring',
  level: 2,
  list: 'stages',
  title: '6. Monitoring: statistics of live data start a run or a new cycle of experiments',
  source: "Statistics of the model's performance on live data; the output is a trigger of a run or a new experiment.",
  attestable: true,
  judge: ofEndpoint((_endpoint, { monitors, model }) => {
    const monitor = monitors.items.find(({ MonitoringScheduleStatus: status }) => status === 'Scheduled');
    if (!monitor) {
      const why = nothingFound(monitors, `monitor of ${model.name} that is scheduled`);
      return notMet(why, declare('triggers', 1), callLink(monitors));
    }
    const name = monitor.MonitoringScheduleName!;
    return met(`monitor ${name} is scheduled`, resourceLink(name, monitor.MonitoringScheduleArn));
  }),
});
