/** Level 2, stage 5: continuous delivery of the model. */
import { ofEndpoint } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink, versionLink } from '../../link.ts';

export const modelCd = criterion({
  id: 'model-cd',
  level: 2,
  list: 'stages',
  title: '5. Model CD: the trained model is delivered as a prediction service',
  source: 'The trained model is served as a prediction service; the output is a deployed service.',
  attestable: true,
  judge: ofEndpoint((endpoint, { package: description, subject, serving }) => {
    const link = resourceLink(`endpoint ${endpoint.EndpointName}`, endpoint.EndpointArn);
    const fromPipeline = description?.MetadataProperties?.GeneratedBy?.includes(':pipeline/') === true;
    const guarded = endpoint.LastDeploymentConfig?.AutoRollbackConfiguration !== undefined;
    return serving && subject && fromPipeline && guarded
      ? met(`version ${subject.version} went from its pipeline to the endpoint`, link, versionLink(subject))
      : notMet('what the endpoint serves was deployed by hand', declare('release', 2), link);
  }),
});
