/** Level 0: the approved model is deployed as a prediction service. */
import { ofEndpoint } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { resourceLink, versionLink } from '../../link.ts';

export const predictionService = criterion({
  id: 'prediction-service',
  level: 0,
  list: 'manual-process',
  title: 'The model is deployed as a prediction service',
  source: 'Deployment means the trained model as a prediction service, e.g. behind a REST API, not the whole system.',
  judge: ofEndpoint((endpoint, { model, subject, serving }) => {
    const link = resourceLink(`endpoint ${endpoint.EndpointName}`, endpoint.EndpointArn);
    const status = endpoint.EndpointStatus;
    if (status !== 'InService') return notMet(`the endpoint is ${status}`, run(`gradus logs ${model.name}`), link);
    if (!serving || !subject) {
      return notMet('the endpoint serves no version of the registry', run(`gradus deploy ${model.name}`), link);
    }
    return met(`the endpoint serves version ${subject.version}`, link, versionLink(subject));
  }),
});
