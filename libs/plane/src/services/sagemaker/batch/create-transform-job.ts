/**
 * CreateTransformJob: checks and records a job, and starts its machine.
 * @source docs
 * @source unverified - the texts of its own checks; that Describe answers with the defaults filled in
 */
import { arnOf } from '../arn.ts';
import { checkExperimentConfig } from '../experiments/check-experiment-config.ts';
import { modelDataUri } from '../models/model-data.ts';
import { requireModel } from '../models/model-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { checkTransformJob } from './check-transform-job.ts';
import { transformJobMachine, transformMachineId } from './transform-job-effects.ts';
import { transformJobTable, type TransformJob } from './transform-job-table.ts';
import type { TransformHost, TransformState } from './transform-state.ts';

export const createTransformJob: SageMakerHandler<'CreateTransformJob'> = (input, context) => {
  checkTransformJob(input);
  checkExperimentConfig(input.ExperimentConfig, context);
  const model = requireModel(context, input.ModelName);
  const container = model.PrimaryContainer ?? model.Containers![0]!;
  const arn = arnOf(context, 'transform-job', input.TransformJobName);
  const now = new Date(context.now());
  const { Tags, ...requested } = input;
  const job: TransformJob = {
    ...requested,
    TransformJobArn: arn,
    TransformJobStatus: 'InProgress',
    TransformInput: { CompressionType: 'None', SplitType: 'None', ...input.TransformInput },
    TransformOutput: { AssembleWith: 'None', KmsKeyId: '', ...input.TransformOutput },
    DataProcessing: { InputFilter: '$', OutputFilter: '$', JoinSource: 'None', ...input.DataProcessing },
    CreationTime: now,
  };
  transformJobTable.insert(context, job, now);
  putTags(context.plane.store, arn, Tags);
  const hosts = Array.from({ length: input.TransformResources.InstanceCount }, (): TransformHost => ({ logOffset: 0 }));
  const state: TransformState = {
    job,
    modified: now.getTime(),
    creator: context.principal,
    model: {
      image: container.Image!,
      environment: container.Environment ?? {},
      modelDataUri: modelDataUri(container),
      roleArn: model.ExecutionRoleArn,
    },
    hosts,
  };
  const { accountId, region } = context;
  const id = transformMachineId(context, input.TransformJobName);
  context.plane.engine.create(transformJobMachine.kind, { id, accountId, region }, state);
  return { TransformJobArn: arn };
};
