/** The lineage of jobs: a trial component, what went into it and what came out. */
import type {
  DescribeProcessingJobResponse,
  DescribeTrainingJobResponse,
  DescribeTransformJobResponse,
} from '@aws-sdk/client-sagemaker';
import type { LineageRecord } from './lineage-record.ts';
import { lineageRecorder, type LineageRecorder } from './lineage-recorder.ts';

/** Inputs are recorded when a job begins, and again when it ends, for one that began unseen. */
const ENDED = new Set(['Completed', 'Failed', 'Stopped']);

interface Flow {
  readonly inputs: readonly (string | undefined)[];
  readonly outputs: readonly (string | undefined)[];
}

const record = (lineage: LineageRecorder, component: string, { inputs, outputs }: Flow): void => {
  for (const input of inputs) lineage.associate(input, 'ContributedTo', component);
  for (const output of outputs) lineage.associate(component, 'Produced', output);
};

export const recordTrainingJob: LineageRecord = (event, { store }) => {
  const job = event.detail as DescribeTrainingJobResponse;
  const isOver = ENDED.has(job.TrainingJobStatus!);
  if (!isOver && job.SecondaryStatus !== 'Starting') return;
  const lineage = lineageRecorder(store, event);
  const isDone = job.TrainingJobStatus === 'Completed';
  record(lineage, lineage.trialComponent('training', job.TrainingJobName!, job.TrainingJobArn!), {
    inputs: [
      lineage.artifact(job.AlgorithmSpecification?.TrainingImage, 'Image'),
      ...(job.InputDataConfig ?? []).map(({ DataSource }) =>
        lineage.artifact(DataSource?.S3DataSource?.S3Uri, 'DataSet'),
      ),
    ],
    outputs: [
      isDone ? lineage.artifact(job.ModelArtifacts?.S3ModelArtifacts, 'Model') : undefined,
      isOver ? lineage.artifact(job.CheckpointConfig?.S3Uri, 'Checkpoint') : undefined,
    ],
  });
};

export const recordProcessingJob: LineageRecord = (event, { store }) => {
  const job = event.detail as DescribeProcessingJobResponse;
  const lineage = lineageRecorder(store, event);
  const outputs = job.ProcessingJobStatus === 'Completed' ? (job.ProcessingOutputConfig?.Outputs ?? []) : [];
  record(lineage, lineage.trialComponent('processing', job.ProcessingJobName!, job.ProcessingJobArn!), {
    inputs: [
      lineage.artifact(job.AppSpecification?.ImageUri, 'Image'),
      ...(job.ProcessingInputs ?? []).map(({ S3Input }) => lineage.artifact(S3Input?.S3Uri, 'DataSet')),
    ],
    outputs: outputs.map(({ S3Output }) => lineage.artifact(S3Output?.S3Uri, 'DataSet')),
  });
};

export const recordTransformJob: LineageRecord = (event, { store }) => {
  const job = event.detail as DescribeTransformJobResponse;
  const lineage = lineageRecorder(store, event);
  const isDone = job.TransformJobStatus === 'Completed';
  record(lineage, lineage.trialComponent('transform', job.TransformJobName!, job.TransformJobArn!), {
    inputs: [lineage.artifact(job.TransformInput?.DataSource?.S3DataSource?.S3Uri, 'DataSet')],
    outputs: [isDone ? lineage.artifact(job.TransformOutput?.S3OutputPath, 'DataSet') : undefined],
  });
};
