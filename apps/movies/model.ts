/** The sample model: a movie recommender, operated at Level 0. */
import { defineModel } from '@gradus/core';

export default defineModel({
  name: 'movies',
  level: 0,
  notebook: {
    file: './notebooks/recommender.ipynb',
    parameters: {
      namespace: 'local',
      base_date: '2024-04-13',
      dataset_name: 'prepared_watch_log',
      model_name: 'movies',
      ratings: '',
      seed: 1,
      serve_contents_limit: 10,
    },
    channels: ['ratings'],
  },
  features: {
    groups: {
      users: {
        description: 'What users watch, at the end of each period in which they did',
        recordIdentifier: 'user_id',
        eventTime: 'event_time',
        features: {
          user_id: 'Integral',
          event_time: 'Fractional',
          watch_count: 'Integral',
          mean_rating: 'Fractional',
          watches_28d: 'Integral',
          last_watch_time: 'Fractional',
          genres: 'String',
        },
      },
      items: {
        description: 'How movies are watched, at the end of each period in which somebody did',
        recordIdentifier: 'contents_code',
        eventTime: 'event_time',
        features: {
          contents_code: 'Integral',
          event_time: 'Fractional',
          watch_count: 'Integral',
          mean_rating: 'Fractional',
          watches_28d: 'Integral',
          first_watch_time: 'Fractional',
          last_watch_time: 'Fractional',
          genres: 'String',
        },
      },
    },
    views: {
      ranking: {
        groups: {
          users: {
            prefix: 'user_',
            features: ['watch_count', 'mean_rating', 'watches_28d', 'last_watch_time', 'genres'],
          },
          items: {
            prefix: 'item_',
            features: ['watch_count', 'mean_rating', 'watches_28d', 'first_watch_time', 'last_watch_time', 'genres'],
          },
        },
        transforms: './features/ranking.ts',
      },
      // A count of 28 days says nothing when it is older than that.
      trending: { groups: { items: { features: ['watches_28d'], ttl: { days: 28 } } } },
    },
  },
  serve: {
    endpoint: { predict: './src/predict.ts', instanceType: 'ml.t2.medium' },
    recommendations: { types: ['like'], contents: ['movie'], limit: 10, ttl: { days: 3 } },
  },
  gates: {
    ndcg_at_10_full: { min: 0.03 },
    ndcg_lift_full: { min: 1.5 },
  },
  requirements: { latencyP99: 50, availability: 0.99 },
});
