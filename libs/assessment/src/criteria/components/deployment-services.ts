/** Level 2, component: services that deploy. */
import { ofEndpoint } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const deploymentServices = criterion({
  id: 'deployment-services',
  level: 2,
  list: 'components',
  title: 'Deployment services',
  source: 'Services that deploy the pipeline and the model to the target environments.',
  attestable: true,
  judge: ofEndpoint((endpoint) => {
    const link = resourceLink(`endpoint ${endpoint.EndpointName}`, endpoint.EndpointArn);
    const alarms = endpoint.LastDeploymentConfig?.AutoRollbackConfiguration?.Alarms ?? [];
    return alarms.length > 0
      ? met(`SageMaker deploys it and rolls back on ${alarms.map(({ AlarmName }) => AlarmName).join(', ')}`, link)
      : notMet('the endpoint is deployed by hand, and no alarm rolls it back', declare('release', 2), link);
  }),
});
