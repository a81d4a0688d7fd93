/** Level 1, optional: features are defined once, described, and fresh. */
import { ofFeatures } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const featureDefinitions = criterion({
  id: 'feature-definitions',
  level: 1,
  list: 'feature-store',
  title: 'Features are described, so that others find them, and their groups are ready',
  source: 'Features are found and used again rather than defined twice, and their values are up to date.',
  judge: ofFeatures((groups) => {
    const links = groups.map((group) => resourceLink(group.FeatureGroupName!, group.FeatureGroupArn));
    const unfit = groups.filter(
      ({ Description, FeatureGroupStatus }) => !Description || FeatureGroupStatus !== 'Created',
    );
    if (unfit.length > 0) {
      const names = unfit.map(({ FeatureGroupName }) => FeatureGroupName).join(', ');
      return notMet(`${names} is not described or not ready`, declare('features', 1), ...links);
    }
    const [first, ...more] = links;
    return met(`${groups.length} feature groups are described and ready`, first!, ...more);
  }),
});
