/** What a request for a training job must be like beyond its shape, and what of it is not executed here. */
import { validationException } from '../../../wire/aws-error.ts';
import { parseS3Uri } from '../s3-uri.ts';
import type { Input } from '../sagemaker-handler.ts';
import { supportOnly, unsupported } from '../unsupported.ts';
import { checkChannels } from './check-channels.ts';
import { checkpointPath } from './checkpoints.ts';
import { hostsOf } from './training-hosts.ts';

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
  'CheckpointConfig',
  'RetryStrategy',
  'ExperimentConfig',
  'ProfilerConfig',
] as const satisfies readonly (keyof Request)[];

/** @throws AwsError ValidationException */
export const checkTrainingJob = (input: Request): void => {
  supportOnly(OPERATION, input, MEMBERS);
  checkAlgorithm(input);
  checkResources(input);
  checkSpot(input);
  checkCheckpoints(input);
  supportOnly(OPERATION, input.OutputDataConfig, ['S3OutputPath', 'CompressionType'], 'OutputDataConfig.');
  parseS3Uri(input.OutputDataConfig.S3OutputPath);
  if (input.ProfilerConfig !== undefined && input.ProfilerConfig.DisableProfiler !== true) {
    throw unsupported(OPERATION, 'ProfilerConfig');
  }
  checkChannels(input);
};

const checkAlgorithm = ({ AlgorithmSpecification: algorithm }: Request): void => {
  if (!algorithm) throw validationException('AlgorithmSpecification is required for a training job with a container.');
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
  for (const { Name, Regex } of algorithm.MetricDefinitions ?? []) checkRegex(Name, Regex);
};

const checkRegex = (name: string, regex: string): void => {
  try {
    new RegExp(regex);
  } catch (error) {
    throw validationException(`Invalid regex in the definition of metric ${name}: ${(error as Error).message}`);
  }
};

const checkResources = (input: Request): void => {
  const resources = input.ResourceConfig;
  if (!resources) throw validationException('ResourceConfig must give an InstanceType and an InstanceCount.');
  const { InstanceGroups: groups, InstanceType: type, InstanceCount: count } = resources;
  supportOnly(
    OPERATION,
    resources,
    ['InstanceType', 'InstanceCount', 'InstanceGroups', 'VolumeSizeInGB'],
    'ResourceConfig.',
  );
  if (groups?.length) {
    if (type !== undefined || count !== undefined) {
      throw validationException(
        'ResourceConfig must not give InstanceGroups together with InstanceType or InstanceCount.',
      );
    }
    const names = new Set(groups.map(({ InstanceGroupName }) => InstanceGroupName));
    if (names.size < groups.length) throw validationException('Duplicate instance group names are not allowed.');
  } else if (!type || count === undefined) {
    throw validationException('ResourceConfig must give an InstanceType and an InstanceCount.');
  }
  const hosts = hostsOf(input).length;
  if (hosts === 0) throw validationException('ResourceConfig must give at least one instance.');
  if (hosts > 1 && input.EnableInterContainerTrafficEncryption) {
    throw unsupported(OPERATION, 'EnableInterContainerTrafficEncryption');
  }
};

const checkSpot = ({ EnableManagedSpotTraining: spot, StoppingCondition: limits = {} }: Request): void => {
  supportOnly(OPERATION, limits, ['MaxRuntimeInSeconds', 'MaxWaitTimeInSeconds'], 'StoppingCondition.');
  const { MaxRuntimeInSeconds: run = DEFAULT_MAX_RUNTIME_SECONDS, MaxWaitTimeInSeconds: wait } = limits;
  if (wait !== undefined && !spot) {
    throw validationException('MaxWaitTimeInSeconds is supported only when EnableManagedSpotTraining is true.');
  }
  if (!spot) return;
  if (wait === undefined) {
    throw validationException('MaxWaitTimeInSeconds is required when EnableManagedSpotTraining is true.');
  }
  if (wait < run) {
    throw validationException(
      'MaxWaitTimeInSeconds must be equal to or greater than MaxRuntimeInSeconds when EnableManagedSpotTraining is true.',
    );
  }
};

/** Where CreateTrainingJob is not told. */
export const DEFAULT_MAX_RUNTIME_SECONDS = 86_400;

const checkCheckpoints = ({ CheckpointConfig: checkpoints }: Request): void => {
  if (!checkpoints) return;
  parseS3Uri(checkpoints.S3Uri);
  if (checkpointPath(checkpoints.LocalPath) === undefined) {
    throw unsupported(OPERATION, 'CheckpointConfig.LocalPath outside /opt/ml');
  }
};
