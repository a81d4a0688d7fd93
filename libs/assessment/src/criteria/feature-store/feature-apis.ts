/** Level 1, optional: features are served in batches and in real time. */
import { ofFeatures } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const featureApis = criterion({
  id: 'feature-apis',
  level: 1,
  list: 'feature-store',
  title: 'Features are served in batches and in real time',
  source: 'A feature store has a batch API of high throughput and a real-time API of low latency.',
  judge: ofFeatures((groups) => {
    const links = groups.map((group) => resourceLink(group.FeatureGroupName!, group.FeatureGroupArn));
    const lacking = groups.filter(
      ({ OnlineStoreConfig, OfflineStoreConfig }) => !OnlineStoreConfig?.EnableOnlineStore || !OfflineStoreConfig,
    );
    if (lacking.length > 0) {
      const names = lacking.map(({ FeatureGroupName }) => FeatureGroupName).join(', ');
      return notMet(`${names} lacks an online or an offline store`, declare('features', 1), ...links);
    }
    const [first, ...more] = links;
    return met(`${groups.length} feature groups with both stores`, first!, ...more);
  }),
});
