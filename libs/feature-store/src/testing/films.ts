/** A model with features, and a feature store on a plane, for specs. */
import { defineModel } from '@gradus/core';
import type { FeatureStoreContext } from '../feature-store-context.ts';

export const films = defineModel({
  name: 'films',
  level: 0,
  notebook: { file: './films.ipynb' },
  serve: { endpoint: { predict: './predict.ts' } },
  features: {
    groups: {
      users: {
        recordIdentifier: 'user_id',
        eventTime: 'event_time',
        features: {
          user_id: 'String',
          event_time: 'Fractional',
          watch_count: 'Integral',
          mean_rating: 'Fractional',
          country: 'String',
        },
      },
      items: {
        recordIdentifier: 'item_id',
        eventTime: 'at',
        features: { item_id: 'Integral', at: 'String', mean_rating: 'Fractional' },
        ttl: { days: 30 },
      },
    },
    views: {
      ranking: {
        groups: {
          users: { features: ['watch_count', 'country'], ttl: { days: 7 } },
          items: { features: ['mean_rating'], prefix: 'item_' },
        },
      },
    },
  },
});

/** The feature store of account 111111111111 on a plane. */
export const storeOn = (clients: FeatureStoreContext['clients'], namespace = 'spec'): FeatureStoreContext => ({
  clients,
  environment: {
    ...{ account: '111111111111', region: 'us-east-1', bucket: 'gradus-spec', namespace },
    roleArn: 'arn:aws:iam::111111111111:role/gradus',
    poll: { first: 5, most: 50 },
    key: (model, ...segments) => [`ns=${namespace}`, model, ...segments].join('/'),
  },
});
