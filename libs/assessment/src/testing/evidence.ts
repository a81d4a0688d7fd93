/** Evidence for specs: of a model that has everything, and of one that has nothing. */
import type { ModelVersion, VersionFacts } from '@gradus/model-registry';
import type { Attestation } from '../attest.ts';
import type { DeclaredModel, Evidence, Found } from '../evidence/evidence.ts';
import type { Pipeline } from '../evidence/pipelines.ts';

const ARN = 'arn:aws:sagemaker:us-east-1:111111111111';
const DAY_MS = 24 * 3600 * 1000;
export const NOW = new Date('2026-06-01T12:00:00Z');

const model: DeclaredModel = {
  name: 'films',
  notebook: { file: './films.ipynb' },
  gates: { ndcg: { min: 0.03 } },
  serve: { endpoint: {} },
  requirements: { latencyP99: 50 },
};

export const facts: VersionFacts = {
  trainingJob: 'films-1',
  commit: 'd7f0a5e2c4b8d7f0a5e2c4b8d7f0a5e2c4b8d7f0',
  dirty: false,
  dataset: { name: 'watched', rows: 3, sha256: 'ab'.repeat(32), source: 'a spec' },
  code: 's3://films/code.tar.gz',
  notebook: 's3://films/films.ipynb',
  parameters: 's3://films/parameters.json',
  evaluation: 's3://films/evaluation.json',
  signature: 's3://films/signature.json',
  metrics: { ndcg: 0.04, train_ndcg: 0.05 },
};

export const version = (number: number, more: Partial<ModelVersion> = {}): ModelVersion => ({
  group: 'films',
  version: number,
  arn: `${ARN}:model-package/films/${number}`,
  status: 'Approved',
  decision: { by: 'arn:aws:iam::111111111111:user/mina', at: NOW, why: 'better' },
  stage: { name: 'Production', status: 'Approved', why: 'held' },
  createdAt: new Date(NOW.getTime() - number * DAY_MS),
  createdBy: 'arn:aws:iam::111111111111:user/ann',
  description: '',
  image: 'spec/serving:1',
  artifact: 's3://films/model.tar.gz',
  facts,
  ...more,
});

export const found = <Item>(operation: string, items: readonly Item[]): Found<Item> => ({
  call: `${operation} films`,
  items,
});

export const pipeline: Pipeline = {
  name: 'films',
  arn: `${ARN}:pipeline/films`,
  status: 'Active',
  steps: [
    { name: 'check', type: 'QualityCheck' },
    { name: 'train', type: 'Training' },
    { name: 'register', type: 'RegisterModel' },
  ],
  executions: [{ arn: `${ARN}:pipeline/films/execution/e1`, status: 'Succeeded', experiment: 'films' }],
};

const attestation = (criterion: string): [string, Attestation] => [
  criterion,
  {
    criterion,
    passed: true,
    source: 'https://ci.example.com/1',
    by: 'arn:aws:sts::111111111111:assumed-role/ci/build',
    at: NOW,
    arn: `${ARN}:action/films-v3-${criterion}`,
  },
];

/** AWS's answers carry `$metadata` that nothing here reads. */
const answer = <Fields extends object>(fields: Fields): Fields & { $metadata: object } => ({
  ...fields,
  $metadata: {},
});

/** Of a model that meets everything; what only attestations show is attested. */
export const fullEvidence = (attested: readonly string[]): Evidence => ({
  model,
  now: NOW,
  subject: version(3),
  serving: true,
  versions: [version(3), version(2), version(1)],
  approved: [version(3), version(2), version(1)],
  package: answer({
    ModelPackageName: 'films',
    ModelPackageArn: version(3).arn,
    CreationTime: NOW,
    ModelPackageStatus: 'Completed' as const,
    ModelPackageStatusDetails: { ValidationStatuses: [] },
    MetadataProperties: { Repository: 'https://example.com/films.git', GeneratedBy: pipeline.executions[0]!.arn },
    ModelMetrics: { Bias: { Report: { ContentType: 'application/json', S3Uri: 's3://films/bias.json' } } },
  }),
  endpoint: answer({
    EndpointName: 'films',
    EndpointArn: `${ARN}:endpoint/films`,
    EndpointStatus: 'InService' as const,
    CreationTime: NOW,
    LastModifiedTime: NOW,
    LastDeploymentConfig: {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'CANARY' as const, WaitIntervalInSeconds: 60 },
      },
      AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] },
    },
  }),
  endpointConfig: answer({
    EndpointConfigName: 'films',
    EndpointConfigArn: `${ARN}:endpoint-config/films`,
    CreationTime: NOW,
    ProductionVariants: [
      { VariantName: 'A', ModelName: 'a', InstanceType: 'ml.m5.large' as const },
      { VariantName: 'B', ModelName: 'b', InstanceType: 'ml.m5.large' as const },
    ],
  }),
  job: answer({
    TrainingJobName: 'films-1',
    TrainingJobArn: `${ARN}:training-job/films-1`,
    ModelArtifacts: { S3ModelArtifacts: 's3://films/model.tar.gz' },
    TrainingJobStatus: 'Completed' as const,
    SecondaryStatus: 'Completed' as const,
    AlgorithmSpecification: { TrainingImage: 'spec/notebook:1', TrainingInputMode: 'File' as const },
    ResourceConfig: { VolumeSizeInGB: 1 },
    StoppingCondition: {},
    CreationTime: NOW,
    HyperParameters: { seed: '7' },
    TrainingStartTime: new Date(NOW.getTime() - 90_000),
    TrainingEndTime: NOW,
  }),
  component: answer({ TrialComponentName: 'films-1', TrialComponentArn: `${ARN}:experiment-trial-component/films-1` }),
  objects: new Set([
    's3://films/model.tar.gz',
    ...Object.values(facts).filter((value): value is string => String(value).startsWith('s3://')),
  ]),
  attestations: new Map(attested.map(attestation)),
  pipelines: found('ListPipelines', [pipeline]),
  featureGroups: found('ListFeatureGroups', [
    answer({
      FeatureGroupName: 'films-users',
      FeatureGroupArn: `${ARN}:feature-group/films-users`,
      FeatureGroupStatus: 'Created' as const,
      Description: 'What users watched',
      RecordIdentifierFeatureName: 'user',
      EventTimeFeatureName: 'time',
      FeatureDefinitions: [],
      CreationTime: NOW,
      NextToken: '',
      OnlineStoreConfig: { EnableOnlineStore: true },
      OfflineStoreConfig: { S3StorageConfig: { S3Uri: 's3://films/offline' } },
    }),
  ]),
  monitors: found('ListMonitoringSchedules', [
    {
      MonitoringScheduleName: 'films-data',
      MonitoringScheduleArn: `${ARN}:monitoring-schedule/films-data`,
      CreationTime: NOW,
      LastModifiedTime: NOW,
      MonitoringScheduleStatus: 'Scheduled' as const,
      MonitoringType: 'DataQuality' as const,
    },
  ]),
});

/** Of a model that declares everything and has nothing. */
export const emptyEvidence = (more: Partial<Evidence> = {}): Evidence => ({
  model: { ...model, features: {} } as DeclaredModel,
  now: NOW,
  serving: false,
  versions: [],
  approved: [],
  objects: new Set(),
  attestations: new Map(),
  pipelines: { ...found<Pipeline>('ListPipelines', []), refused: 'NotImplemented' },
  featureGroups: found<never>('ListFeatureGroups', []),
  monitors: found<never>('ListMonitoringSchedules', []),
  ...more,
});
