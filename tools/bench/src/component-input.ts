/** A trial component as a training run leaves it: about 2 KB when described. */

export const EXPERIMENTS: readonly string[] = Array.from({ length: 20 }, (_, index) => `experiment-${index}`);

const OPTIMIZERS = ['adam', 'sgd', 'rmsprop', 'adagrad'];

/** A number in [0, 1) that looks random and is the same for the same index and salt. */
const noise = (index: number, salt: number): number => {
  const mixed = Math.imul((index + 1) ^ (salt << 20), 0x9e3779b1) >>> 0;
  return (Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 0) / 2 ** 32;
};

export const componentName = (index: number): string => `run-${String(index).padStart(6, '0')}`;

export const componentInput = (
  index: number,
): { readonly TrialComponentName: string } & Readonly<Record<string, unknown>> => {
  const prefix = `s3://gradus-000000000000-us-east-1/ns=local/movies/${index}`;
  return {
    TrialComponentName: componentName(index),
    DisplayName: `training-${index % 977}`,
    Status: { PrimaryStatus: index % 20 === 0 ? 'Failed' : 'Completed', Message: `step ${index % 50} of 50` },
    StartTime: new Date(1_760_000_000_000 + index * 60_000),
    EndTime: new Date(1_760_000_000_000 + index * 60_000 + 45_000),
    Parameters: {
      learning_rate: { NumberValue: 10 ** (-1 - 4 * noise(index, 1)) },
      batch_size: { NumberValue: 2 ** (4 + (index % 6)) },
      epochs: { NumberValue: 5 + (index % 40) },
      factors: { NumberValue: 8 * (1 + (index % 16)) },
      dropout: { NumberValue: Math.round(noise(index, 2) * 50) / 100 },
      seed: { NumberValue: index },
      optimizer: { StringValue: OPTIMIZERS[index % 4] },
      loss: { StringValue: index % 3 === 0 ? 'bpr' : 'cross-entropy' },
      instance_type: { StringValue: index % 2 === 0 ? 'ml.m5.large' : 'ml.c5.xlarge' },
      ...(index % 1000 === 0 && { teacher: { StringValue: `model-${index}` } }),
    },
    InputArtifacts: {
      ratings: { MediaType: 'text/csv', Value: `${prefix}/input/ratings.csv` },
      notebook: { MediaType: 'application/x-ipynb+json', Value: `${prefix}/source/recommender.ipynb` },
    },
    OutputArtifacts: { model: { MediaType: 'application/gzip', Value: `${prefix}/output/model.tar.gz` } },
    MetadataProperties: { CommitId: (index * 2_654_435_761).toString(16).padStart(40, '0') },
    Tags: [
      { Key: 'team', Value: `team-${index % 12}` },
      ...(index % 10 === 0 ? [{ Key: 'candidate', Value: 'yes' }] : []),
    ],
  };
};

export const componentMetrics = (index: number): readonly object[] =>
  ['ndcg_at_10', 'hit_rate_at_10', 'loss'].map((MetricName, salt) => ({
    MetricName,
    Timestamp: new Date(),
    Step: 0,
    Value: noise(index, 3 + salt),
  }));
