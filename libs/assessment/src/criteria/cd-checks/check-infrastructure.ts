/** Level 2, CD: the model is compatible with the infrastructure. */
import { ofEndpoint } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const checkInfrastructure = criterion({
  id: 'check-infrastructure',
  level: 2,
  list: 'cd-checks',
  title: 'The model is compatible with the target infrastructure',
  source: 'Packages, memory, compute and accelerators that the model needs are there before it is deployed.',
  attestable: true,
  judge: ofEndpoint((endpoint, { endpointConfig, serving, subject, model }) => {
    const link = resourceLink(`endpoint ${endpoint.EndpointName}`, endpoint.EndpointArn);
    const type = endpointConfig?.ProductionVariants?.[0]?.InstanceType;
    return serving && subject && endpoint.EndpointStatus === 'InService'
      ? met(`version ${subject.version} got healthy on ${type ?? 'its instances'} before any traffic reached it`, link)
      : notMet(`the endpoint is ${endpoint.EndpointStatus}`, run(`gradus deploy ${model.name}`), link);
  }),
});
