/** Level 1: the version is known to run on the infrastructure, behind the prediction API. */
import { ofEndpoint } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { objectLink, resourceLink } from '../../link.ts';

export const deploymentTest = criterion({
  id: 'deployment-test',
  level: 1,
  list: 'offline-validation',
  title: 'The version is tested for deployment: infrastructure and prediction API',
  source: 'The model is tested for deployment: compatible with the infrastructure, consistent with the prediction API.',
  attestable: true,
  judge: ofEndpoint((endpoint, { subject, serving, model }) => {
    const link = resourceLink(`endpoint ${endpoint.EndpointName}`, endpoint.EndpointArn);
    if (!serving || !subject || endpoint.EndpointStatus !== 'InService') {
      return notMet(`the endpoint is ${endpoint.EndpointStatus}`, run(`gradus deploy ${model.name}`), link);
    }
    const signature = subject.facts?.signature;
    return signature === undefined
      ? notMet(`version ${subject.version} has no signature`, run(`gradus publish ${model.name}`), link)
      : met(
          `version ${subject.version} passed the endpoint's health check and has a signature`,
          link,
          objectLink(signature),
        );
  }),
});
