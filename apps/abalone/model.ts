/** The sample model in Python: the age of an abalone from its measurements, operated at Level 0. */
import { defineModel } from '@gradus/core';

export default defineModel({
  name: 'abalone',
  level: 0,
  notebook: {
    file: './notebooks/abalone.ipynb',
    parameters: { seed: 1, rows: 4000, test_share: 0.2, max_iter: 150 },
    channels: ['abalone'],
  },
  serve: {
    endpoint: { predict: './inference.py', instanceType: 'ml.t2.medium' },
  },
  gates: {
    rmse: { max: 2.6 },
    rmse_lift: { min: 1.2 },
  },
  requirements: { latencyP99: 100, availability: 0.99 },
});
