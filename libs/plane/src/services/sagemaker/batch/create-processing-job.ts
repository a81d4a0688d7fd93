/**
 * CreateProcessingJob: checks and records a job, and starts its machine.
 * @source docs
 * @source unverified - the texts of its own checks; that a day is what a job may run without a StoppingCondition
 */
import { arnOf } from '../arn.ts';
import { checkExperimentConfig } from '../experiments/check-experiment-config.ts';
import { requireNetworkIsolation } from '../network-isolation.ts';
import { checkRole } from '../role.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { checkProcessingJob } from './check-processing-job.ts';
import { processingJobMachine, processingMachineId } from './processing-job-effects.ts';
import { processingJobTable, type ProcessingJob } from './processing-job-table.ts';
import { hostsOf, type ProcessingState } from './processing-state.ts';

const DEFAULT_MAX_RUNTIME_SECONDS = 86_400;

type Create = SageMakerHandler<'CreateProcessingJob'>;

export const createProcessingJob: Create = async (input, context) => {
  checkProcessingJob(input);
  const { plane } = context;
  if (input.NetworkConfig?.EnableNetworkIsolation) {
    const { InstanceCount } = input.ProcessingResources.ClusterConfig;
    const member = 'NetworkConfig.EnableNetworkIsolation';
    await requireNetworkIsolation('CreateProcessingJob', member, plane, InstanceCount);
  }
  return plane.store.transaction(() => make(input, context));
};

const make = (...[input, context]: Parameters<Create>): Awaited<ReturnType<Create>> => {
  checkRole(input.RoleArn, context);
  checkExperimentConfig(input.ExperimentConfig, context);
  const arn = arnOf(context, 'processing-job', input.ProcessingJobName);
  const now = new Date(context.now());
  const { Tags, ...requested } = input;
  const job: ProcessingJob = {
    ...requested,
    ProcessingInputs: input.ProcessingInputs?.map((each) => ({
      ...each,
      AppManaged: false,
      S3Input: {
        S3InputMode: 'File' as const,
        S3DataDistributionType: 'FullyReplicated' as const,
        S3CompressionType: 'None' as const,
        ...each.S3Input!,
      },
    })),
    ...(input.ProcessingOutputConfig && {
      ProcessingOutputConfig: {
        ...input.ProcessingOutputConfig,
        Outputs: input.ProcessingOutputConfig.Outputs.map((each) => ({ ...each, AppManaged: false })),
      },
    }),
    StoppingCondition: input.StoppingCondition ?? { MaxRuntimeInSeconds: DEFAULT_MAX_RUNTIME_SECONDS },
    ProcessingJobArn: arn,
    ProcessingJobStatus: 'InProgress',
    CreationTime: now,
    LastModifiedTime: now,
  };
  processingJobTable.insert(context, job, now);
  putTags(context.plane.store, arn, Tags);
  const hosts = Object.fromEntries(hostsOf(job).map((host) => [host, { logOffset: 0 }]));
  const state: ProcessingState = { job, creator: context.principal, hosts };
  const { accountId, region } = context;
  const id = processingMachineId(context, input.ProcessingJobName);
  context.plane.engine.create(processingJobMachine.kind, { id, accountId, region }, state);
  return { ProcessingJobArn: arn };
};
