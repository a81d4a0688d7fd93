import {
  CreateExperimentCommand,
  CreateTrialCommand,
  DescribeTrialCommand,
  DescribeTrialComponentCommand,
  ListTrialComponentsCommand,
  ListTrialsCommand,
} from '@aws-sdk/client-sagemaker';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeOutputBucket, runTrainingJob, TRAINING_IMAGES, trainingJob } from '../../../testing/training-jobs.ts';
import { waitFor, withPlane } from '../../../testing/index.ts';
import { jobComponent } from './job-component.ts';

describe('the trial component of a training job', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });
  const ended = (job: string) =>
    waitFor(async () => {
      const component = await plane
        .clients()
        .sagemaker.send(new DescribeTrialComponentCommand({ TrialComponentName: `${job}-aws-training-job` }));
      return component.Status?.PrimaryStatus !== 'InProgress' && component;
    });

  beforeAll(async () => {
    const { sagemaker } = plane.clients();
    await makeOutputBucket(plane.clients());
    await sagemaker.send(new CreateExperimentCommand({ ExperimentName: 'Films' }));
    await sagemaker.send(new CreateTrialCommand({ ExperimentName: 'Films', TrialName: 'night' }));
  });

  it('tells what the job was given, made and measured', async () => {
    const job = await runTrainingJob(
      plane.clients(),
      trainingJob('measured', 'echo loss=0.5; sleep 0.2; echo loss=1; echo loss=0.25', {
        HyperParameters: { epochs: '3', optimizer: 'adam' },
        AlgorithmSpecification: {
          ...{ TrainingImage: 'spec/shell:1', TrainingInputMode: 'File' },
          MetricDefinitions: [{ Name: 'train:loss', Regex: 'loss=([0-9.]+)' }],
        },
        ExperimentConfig: { ExperimentName: 'films', TrialName: 'night', TrialComponentDisplayName: 'first-try' },
      }),
    );
    const component = await ended('measured');
    expect(component).toMatchObject({
      ...{ TrialComponentName: 'measured-aws-training-job', DisplayName: 'first-try' },
      Source: { SourceArn: job.TrainingJobArn, SourceType: 'SageMakerTrainingJob' },
      Status: {
        PrimaryStatus: 'Completed',
        Message: 'Status: Completed, secondary status: Completed, failure reason: .',
      },
      ...{ StartTime: job.TrainingStartTime, EndTime: job.TrainingEndTime },
      Parameters: {
        epochs: { NumberValue: 3 },
        optimizer: { StringValue: 'adam' },
        'SageMaker.ImageUri': { StringValue: 'spec/shell:1' },
        'SageMaker.InstanceType': { StringValue: 'ml.m5.large' },
        'SageMaker.InstanceCount': { NumberValue: 1 },
        'SageMaker.VolumeSizeInGB': { NumberValue: 1 },
      },
      OutputArtifacts: { 'SageMaker.ModelArtifact': { Value: job.ModelArtifacts!.S3ModelArtifacts } },
      Metrics: [
        {
          ...{ MetricName: 'train:loss', SourceArn: job.TrainingJobArn, Min: 0.25, Max: 1, Last: 0.25, Count: 3 },
          ...{ Avg: 1.75 / 3, StdDev: expect.closeTo(0.3118, 4) as number },
        },
      ],
    });
    const { sagemaker } = plane.clients();
    const filters = [{ TrialName: 'night' }, { ExperimentName: 'films' }, { SourceArn: job.TrainingJobArn }];
    for (const filter of filters) {
      const { TrialComponentSummaries } = await sagemaker.send(new ListTrialComponentsCommand(filter));
      expect(TrialComponentSummaries).toMatchObject([{ TrialComponentName: 'measured-aws-training-job' }]);
    }
  });

  it('fails with the job, and gets a trial of its own in an experiment that is named alone', async () => {
    const { sagemaker } = plane.clients();
    await runTrainingJob(
      plane.clients(),
      trainingJob('broken', 'exit 3', { ExperimentConfig: { ExperimentName: 'Films' } }),
    );
    const component = await ended('broken');
    expect(component.Status).toMatchObject({
      PrimaryStatus: 'Failed',
      Message: expect.stringMatching(/failure reason: AlgorithmError: .*exit code: 3/) as string,
    });
    expect(component.OutputArtifacts).toEqual({});
    const { TrialSummaries } = await sagemaker.send(
      new ListTrialsCommand({ TrialComponentName: component.TrialComponentName }),
    );
    const trial = await sagemaker.send(new DescribeTrialCommand({ TrialName: TrialSummaries![0]!.TrialName }));
    expect(trial).toMatchObject({ ExperimentName: 'Films', Source: { SourceType: 'SageMakerTrainingJob' } });
  });

  it('is in no trial when the job names none', async () => {
    await runTrainingJob(plane.clients(), trainingJob('alone', 'true'));
    const { TrialComponentName } = await ended('alone');
    const { TrialSummaries } = await plane.clients().sagemaker.send(new ListTrialsCommand({ TrialComponentName }));
    expect(TrialSummaries).toEqual([]);
  });
});

describe('jobComponent', () => {
  const event = (detailType: string, detail: object) => ({
    ...{ seq: 1, time: 5, accountId: '1', region: 'r', source: 'aws.sagemaker', detailType, detail },
    resources: ['arn:aws:sagemaker:r:1:job/j'],
  });

  it('reads processing jobs', () => {
    const job = {
      ...{ ProcessingJobName: 'j', ProcessingJobStatus: 'Stopped', ProcessingStartTime: '7', ProcessingEndTime: '9' },
      AppSpecification: { ImageUri: 'image' },
      ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 5 } },
      ProcessingInputs: [{ InputName: 'code', S3Input: { S3Uri: 's3://b/code' } }],
      ProcessingOutputConfig: { Outputs: [{ OutputName: 'train', S3Output: { S3Uri: 's3://b/train' } }] },
    };
    expect(jobComponent(event('SageMaker Processing Job State Change', job))).toMatchObject({
      ...{ name: 'j-aws-processing-job', sourceType: 'SageMakerProcessingJob', status: { PrimaryStatus: 'Stopped' } },
      ...{ startTime: new Date(7), endTime: new Date(9) },
      parameters: { 'SageMaker.ImageUri': { StringValue: 'image' }, 'SageMaker.InstanceCount': { NumberValue: 2 } },
      ...{ inputs: { code: { Value: 's3://b/code' } }, outputs: { train: { Value: 's3://b/train' } } },
    });
  });

  it('reads transform jobs, and no other events', () => {
    const job = {
      ...{ TransformJobName: 'j', TransformJobStatus: 'InProgress', ModelName: 'films' },
      TransformInput: { DataSource: { S3DataSource: { S3Uri: 's3://b/in' } }, ContentType: 'text/csv' },
      TransformOutput: { S3OutputPath: 's3://b/out' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    };
    expect(jobComponent(event('SageMaker Transform Job State Change', job))).toMatchObject({
      ...{ name: 'j-aws-transform-job', parameters: { 'SageMaker.ModelName': { StringValue: 'films' } } },
      inputs: { 'SageMaker.TransformInput': { Value: 's3://b/in', MediaType: 'text/csv' } },
      outputs: { 'SageMaker.TransformOutput': { Value: 's3://b/out' } },
    });
    expect(jobComponent(event('SageMaker Endpoint State Change', {}))).toBeUndefined();
  });
});
