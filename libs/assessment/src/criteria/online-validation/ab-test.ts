/** Level 1: versions are compared on live traffic. */
import { ofEndpoint } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const abTest = criterion({
  id: 'ab-test',
  level: 1,
  list: 'online-validation',
  title: 'Versions are compared on live traffic',
  source: 'Online validation: an A/B test on live traffic before the new model serves all of it.',
  attestable: true,
  judge: ofEndpoint((endpoint, { endpointConfig }) => {
    const link = resourceLink(`endpoint ${endpoint.EndpointName}`, endpoint.EndpointArn);
    const variants = [
      ...(endpointConfig?.ProductionVariants ?? []),
      ...(endpointConfig?.ShadowProductionVariants ?? []),
    ].map(({ VariantName }) => VariantName);
    return variants.length > 1
      ? met(`the endpoint has variants ${variants.join(', ')}`, link)
      : notMet('the endpoint has one variant', declare('release', 2), link);
  }),
});
