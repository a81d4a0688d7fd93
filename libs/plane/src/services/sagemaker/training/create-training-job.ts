/**
 * CreateTrainingJob: checks and records a job, and starts its machine.
 * @source docs
 * @source unverified - the texts of its own checks; that ModelArtifacts, a required member, names the archive from the start
 */
import { validationException } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import { checkRole } from '../role.ts';
import { artifactUris } from './training-artifacts.ts';
import { parseS3Uri } from '../s3-uri.ts';
import type { Input, SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { trainingMachineId } from './training-job-effects.ts';
import type { TrainingState } from './advance-training-job.ts';
import { trainingJobMachine } from './training-job-machine.ts';
import { insertTrainingJob, type TrainingJob } from './training-job-table.ts';
import { supportOnly, unsupported } from '../unsupported.ts';

const OPERATION = 'CreateTrainingJob';
type Request = Input<typeof OPERATION>;

const MEMBERS = [
  'TrainingJobName',
  'HyperParameters',
  'AlgorithmSpecification',
  'RoleArn',
  'InputDataConfig',
  'OutputDataConfig',
  'ResourceConfig',
  'StoppingCondition',
  'Tags',
  'Environment',
  'EnableNetworkIsolation',
  'EnableInterContainerTrafficEncryption',
  'EnableManagedSpotTraining',
  'ProfilerConfig',
] as const satisfies readonly (keyof Request)[];

const DEFAULT_MAX_RUNTIME_SECONDS = 86_400;

export const createTrainingJob: SageMakerHandler<typeof OPERATION> = (input, context) => {
  checkSupported(input);
  checkRole(input.RoleArn, context);
  checkChannels(input);
  parseS3Uri(input.OutputDataConfig.S3OutputPath);
  for (const { Name, Regex } of input.AlgorithmSpecification!.MetricDefinitions ?? []) checkRegex(Name, Regex);
  const arn = arnOf(context, 'training-job', input.TrainingJobName);
  const now = new Date(context.now());
  const { Tags, ...requested } = input;
  const job: TrainingJob = {
    ...requested,
    TrainingJobName: input.TrainingJobName,
    TrainingJobArn: arn,
    ModelArtifacts: { S3ModelArtifacts: artifactUris(input).model },
    TrainingJobStatus: 'InProgress',
    SecondaryStatus: 'Starting',
    StoppingCondition: { MaxRuntimeInSeconds: DEFAULT_MAX_RUNTIME_SECONDS, ...input.StoppingCondition },
    OutputDataConfig: { KmsKeyId: '', CompressionType: 'GZIP', ...input.OutputDataConfig },
    EnableNetworkIsolation: false,
    EnableInterContainerTrafficEncryption: input.EnableInterContainerTrafficEncryption ?? false,
    EnableManagedSpotTraining: false,
    ProfilingStatus: 'Disabled',
    CreationTime: now,
    LastModifiedTime: now,
    SecondaryStatusTransitions: [
      { Status: 'Starting', StartTime: now, StatusMessage: 'Preparing the instances for training' },
    ],
  };
  insertTrainingJob(context, job);
  putTags(context.plane.store, arn, Tags);
  const state: TrainingState = { job, creator: context.principal, logOffset: 0, metrics: {} };
  const ref = {
    id: trainingMachineId(context, input.TrainingJobName),
    accountId: context.accountId,
    region: context.region,
  };
  context.plane.engine.create(trainingJobMachine.kind, ref, state);
  return { TrainingJobArn: arn };
};

const checkSupported = (input: Request): void => {
  supportOnly(OPERATION, input, MEMBERS);
  const { AlgorithmSpecification: algorithm, ResourceConfig: resources } = input;
  if (!algorithm) throw validationException('AlgorithmSpecification is required for a training job with a container.');
  if (!resources?.InstanceType || resources.InstanceCount === undefined) {
    throw validationException('ResourceConfig must give an InstanceType and an InstanceCount.');
  }
  supportOnly(
    OPERATION,
    algorithm,
    [
      'TrainingImage',
      'TrainingInputMode',
      'MetricDefinitions',
      'EnableSageMakerMetricsTimeSeries',
      'ContainerEntrypoint',
      'ContainerArguments',
    ],
    'AlgorithmSpecification.',
  );
  if (!algorithm.TrainingImage) throw validationException('AlgorithmSpecification must give a TrainingImage.');
  supportOnly(OPERATION, resources, ['InstanceType', 'InstanceCount', 'VolumeSizeInGB'], 'ResourceConfig.');
  supportOnly(OPERATION, input.OutputDataConfig, ['S3OutputPath', 'CompressionType'], 'OutputDataConfig.');
  const refused: readonly (readonly [string, boolean])[] = [
    ['ResourceConfig.InstanceCount above 1', resources.InstanceCount > 1],
    ['OutputDataConfig.CompressionType NONE', input.OutputDataConfig.CompressionType === 'NONE'],
    ['AlgorithmSpecification.TrainingInputMode other than File', algorithm.TrainingInputMode !== 'File'],
    ['EnableManagedSpotTraining', input.EnableManagedSpotTraining === true],
    ['EnableNetworkIsolation', input.EnableNetworkIsolation === true],
    ['ProfilerConfig', input.ProfilerConfig !== undefined && input.ProfilerConfig.DisableProfiler !== true],
    ['StoppingCondition.MaxWaitTimeInSeconds', input.StoppingCondition?.MaxWaitTimeInSeconds !== undefined],
  ];
  for (const [member, isRefused] of refused) if (isRefused) throw unsupported(OPERATION, member);
};

const checkChannels = (input: Request): void => {
  const channels = input.InputDataConfig ?? [];
  const names = channels.map(({ ChannelName }) => ChannelName);
  if (new Set(names).size < names.length)
    throw validationException('Duplicate channel names are not allowed in InputDataConfig.');
  for (const channel of channels) {
    // The names of folders beside it, which the pattern lets through.
    if (/^\.{1,2}$/.test(channel.ChannelName)) throw validationException(`Invalid ChannelName: ${channel.ChannelName}`);
    const path = `InputDataConfig.${channel.ChannelName}.`;
    supportOnly(
      OPERATION,
      channel,
      ['ChannelName', 'DataSource', 'ContentType', 'CompressionType', 'RecordWrapperType', 'InputMode'],
      path,
    );
    const source = channel.DataSource.S3DataSource;
    if (!source) throw unsupported(OPERATION, `${path}DataSource other than S3DataSource`);
    supportOnly(
      OPERATION,
      source,
      ['S3DataType', 'S3Uri', 'S3DataDistributionType'],
      `${path}DataSource.S3DataSource.`,
    );
    if (source.S3DataType !== 'S3Prefix')
      throw unsupported(OPERATION, `${path}DataSource.S3DataSource.S3DataType ${source.S3DataType}`);
    const changed = [
      ['CompressionType', channel.CompressionType],
      ['RecordWrapperType', channel.RecordWrapperType],
    ].find(([, value]) => value !== undefined && value !== 'None');
    if (changed) throw unsupported(OPERATION, `${path}${changed[0]} ${changed[1]}`);
    if (channel.InputMode !== undefined && channel.InputMode !== 'File')
      throw unsupported(OPERATION, `${path}InputMode ${channel.InputMode}`);
    parseS3Uri(source.S3Uri);
  }
};

const checkRegex = (name: string, regex: string): void => {
  try {
    new RegExp(regex);
  } catch (error) {
    throw validationException(`Invalid regex in the definition of metric ${name}: ${(error as Error).message}`);
  }
};
