/** Level 2, component: the feature store. */
import { ofFeatures } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const featureStore = criterion({
  id: 'feature-store',
  level: 2,
  list: 'components',
  title: 'Feature store',
  source: 'A store of features that training and serving share.',
  judge: ofFeatures((groups) => {
    const [first, ...more] = groups.map((group) => resourceLink(group.FeatureGroupName!, group.FeatureGroupArn));
    const failed = groups.filter(({ FeatureGroupStatus }) => FeatureGroupStatus !== 'Created');
    return failed.length === 0
      ? met(`${groups.length} feature groups of SageMaker`, first!, ...more)
      : notMet(`${failed[0]!.FeatureGroupName} is ${failed[0]!.FeatureGroupStatus}`, declare('features', 1), first!);
  }),
});
