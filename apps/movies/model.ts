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
  serve: {
    endpoint: { predict: './src/predict.ts', instanceType: 'ml.t2.medium' },
  },
  gates: {
    ndcg_at_10_full: { min: 0.03 },
    ndcg_lift_full: { min: 1.5 },
  },
  requirements: { latencyP99: 50, availability: 0.99 },
});
