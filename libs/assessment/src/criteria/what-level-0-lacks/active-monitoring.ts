/** What Level 0 lacks: active monitoring of what the model predicts. */
import { ofEndpoint } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { callLink, nothingFound, resourceLink } from '../../link.ts';

export const activeMonitoring = criterion({
  id: 'active-monitoring',
  level: 1,
  list: 'what-level-0-lacks',
  title: 'Predictions of the service are logged, and monitored for a loss of quality',
  source: 'No active performance monitoring: predictions and actions are not logged, so drift and decay go unseen.',
  attestable: true,
  judge: ofEndpoint((endpoint, { monitors, endpointConfig, model }) => {
    const [monitor] = monitors.items;
    const link = resourceLink(`endpoint ${endpoint.EndpointName}`, endpoint.EndpointArn);
    if (monitor) {
      const name = monitor.MonitoringScheduleName!;
      return met(`${monitor.MonitoringType ?? 'a'} monitor ${name}`, resourceLink(name, monitor.MonitoringScheduleArn));
    }
    const captured = endpointConfig?.DataCaptureConfig?.EnableCapture === true;
    const why = captured
      ? 'what the endpoint predicts is captured, and nothing looks at it'
      : `what the endpoint predicts is not captured; ${nothingFound(monitors, `monitor of ${model.name}`)}`;
    return notMet(why, declare('triggers', 1), callLink(monitors), link);
  }),
});
