/** A version for specs: what a publish would register, with what a spec wants to be otherwise. */
import type { VersionFacts } from '../metadata.ts';
import type { VersionToRegister } from '../publish.ts';

export const facts = (more: Partial<VersionFacts> = {}): VersionFacts => ({
  trainingJob: 'films-20260131-120509-a1b2c3',
  commit: 'd7f0a5e2c4b8d7f0a5e2c4b8d7f0a5e2c4b8d7f0',
  dirty: true,
  dataset: { name: 'prepared_watch_log', rows: 100_836, sha256: 'ab'.repeat(32), source: 'a folder' },
  seed: 7,
  lockfileSha256: 'cd'.repeat(32),
  code: 's3://films/code/sourcedir.tar.gz',
  notebook: 's3://films/versions/notebook.ipynb',
  parameters: 's3://films/versions/parameters.json',
  evaluation: 's3://films/versions/evaluation.json',
  signature: 's3://films/versions/signature.json',
  metrics: { ndcg: 0.0421, coverage: 1e-9 },
  ...more,
});

export const versionToRegister = (
  group: string,
  clientToken: string,
  more: Partial<VersionToRegister> = {},
): VersionToRegister => ({
  group,
  description: `${group} by training job`,
  image: 'gradus/serving:0.1.0',
  artifact: 's3://films/training/model.tar.gz',
  instanceTypes: ['ml.t2.medium'],
  repository: 'https://example.com/films.git',
  generatedBy: 'arn:aws:sagemaker:us-east-1:111111111111:training-job/films-1',
  facts: facts(),
  clientToken,
  ...more,
});
