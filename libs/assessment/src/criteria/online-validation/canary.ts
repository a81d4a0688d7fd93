/** Level 1: a new version gets a part of the traffic before all of it. */
import { ofEndpoint } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const canary = criterion({
  id: 'canary',
  level: 1,
  list: 'online-validation',
  title: 'A new version serves a part of the traffic before all of it',
  source: 'Online validation: a canary deployment before the new model serves all traffic.',
  attestable: true,
  judge: ofEndpoint((endpoint) => {
    const link = resourceLink(`endpoint ${endpoint.EndpointName}`, endpoint.EndpointArn);
    const { BlueGreenUpdatePolicy: blueGreen, RollingUpdatePolicy: rolling } = endpoint.LastDeploymentConfig ?? {};
    const type = rolling ? 'ROLLING' : blueGreen?.TrafficRoutingConfiguration?.Type;
    return type === undefined || type === 'ALL_AT_ONCE'
      ? notMet('the last deployment switched all traffic at once', declare('release', 2), link)
      : met(`the last deployment was ${type}`, link);
  }),
});
