/**
 * CreateTrainingJob: checks and records a job, and starts its machine.
 * @source docs
 * @source unverified - the texts of its own checks; that ModelArtifacts, a required member, names the archive from the start
 */
import { arnOf } from '../arn.ts';
import { checkExperimentConfig } from '../experiments/check-experiment-config.ts';
import { checkTrainingJob, DEFAULT_MAX_RUNTIME_SECONDS } from './check-training-job.ts';
import { requireNetworkIsolation } from '../network-isolation.ts';
import { checkRole } from '../role.ts';
import { artifactUris } from './training-artifacts.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { hostsOf } from './training-hosts.ts';
import { trainingMachineId } from './training-job-effects.ts';
import type { TrainingState } from './training-state.ts';
import { trainingJobMachine } from './training-job-machine.ts';
import { insertTrainingJob, type TrainingJob } from './training-job-table.ts';

type Create = SageMakerHandler<'CreateTrainingJob'>;

export const createTrainingJob: Create = async (input, context) => {
  checkTrainingJob(input);
  const { plane } = context;
  if (input.EnableNetworkIsolation) {
    await requireNetworkIsolation('CreateTrainingJob', 'EnableNetworkIsolation', plane, hostsOf(input).length);
  }
  return plane.store.transaction(() => make(input, context));
};

const make = (...[input, context]: Parameters<Create>): Awaited<ReturnType<Create>> => {
  checkRole(input.RoleArn, context);
  checkExperimentConfig(input.ExperimentConfig, context);
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
    EnableNetworkIsolation: input.EnableNetworkIsolation ?? false,
    EnableInterContainerTrafficEncryption: input.EnableInterContainerTrafficEncryption ?? false,
    EnableManagedSpotTraining: input.EnableManagedSpotTraining ?? false,
    ...(input.CheckpointConfig && {
      CheckpointConfig: { LocalPath: '/opt/ml/checkpoints', ...input.CheckpointConfig },
    }),
    ProfilingStatus: 'Disabled',
    CreationTime: now,
    LastModifiedTime: now,
    SecondaryStatusTransitions: [
      { Status: 'Starting', StartTime: now, StatusMessage: 'Preparing the instances for training' },
    ],
  };
  insertTrainingJob(context, job);
  putTags(context.plane.store, arn, Tags);
  const state: TrainingState = { job, creator: context.principal, attempt: 1, hosts: {}, retries: 0, metrics: {} };
  const ref = {
    id: trainingMachineId(context, input.TrainingJobName),
    accountId: context.accountId,
    region: context.region,
  };
  context.plane.engine.create(trainingJobMachine.kind, ref, state);
  return { TrainingJobArn: arn };
};
