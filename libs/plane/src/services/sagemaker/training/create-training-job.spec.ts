import {
  AddTagsCommand,
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  ListTagsCommand,
  ListTrainingJobsCommand,
  StopTrainingJobCommand,
  type CreateTrainingJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import {
  FilterLogEventsCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor, withPlane } from '../../../testing/index.ts';
import {
  describeTrainingJob,
  endOfTrainingJob,
  makeOutputBucket,
  runTrainingJob,
  TRAINING_IMAGES,
  trainingJob,
} from '../../../testing/training-jobs.ts';

const LOG_GROUP = '/aws/sagemaker/TrainingJobs';
const arnOf = (name: string): string => `arn:aws:sagemaker:us-east-1:111111111111:training-job/${name}`;

describe('CreateTrainingJob', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });
  const create = (input: CreateTrainingJobCommandInput, account = 0) =>
    plane.clients(account).sagemaker.send(new CreateTrainingJobCommand(input));
  const run = (name: string, script: string, more: Partial<CreateTrainingJobCommandInput> = {}) =>
    runTrainingJob(plane.clients(), trainingJob(name, script, more));
  const messages = async (name: string): Promise<string[]> => {
    const names = { logGroupName: LOG_GROUP, logStreamNamePrefix: `${name}/` };
    const { events } = await plane.clients().logs.send(new FilterLogEventsCommand(names));
    return events!.map(({ message }) => message!);
  };

  beforeAll(() => makeOutputBucket(plane.clients()));

  describe('serialization', () => {
    plane.executes(
      'sagemaker:DescribeTrainingJob',
      { seenBy: 'sagemaker:CreateTrainingJob', title: 'the description repeats what was asked' },
      async () => {
        const input = trainingJob('echoed', 'exit 0', {
          HyperParameters: { depth: '6' },
          AlgorithmSpecification: {
            TrainingImage: 'spec/shell:1',
            TrainingInputMode: 'File',
            MetricDefinitions: [{ Name: 'loss', Regex: 'loss=(.*)' }],
          },
        });
        expect((await create(input)).TrainingJobArn).toBe(arnOf('echoed'));
        const { OutputDataConfig, ...asked } = input;
        expect(await endOfTrainingJob(plane.clients(), 'echoed')).toMatchObject({
          ...asked,
          OutputDataConfig: { ...OutputDataConfig, KmsKeyId: '', CompressionType: 'GZIP' },
          TrainingJobArn: arnOf('echoed'),
          EnableNetworkIsolation: false,
          EnableManagedSpotTraining: false,
          CreationTime: expect.any(Date) as Date,
        });
      },
    );
  });

  describe('validation', () => {
    const base = (): CreateTrainingJobCommandInput => trainingJob('refused', 'exit 0');
    const algorithm = base().AlgorithmSpecification!;
    const source = { S3DataType: 'S3Prefix', S3Uri: 's3://b/p' } as const;
    const channel = { ChannelName: 'train', DataSource: { S3DataSource: source } };
    const refused: [string, Partial<CreateTrainingJobCommandInput>, RegExp][] = [
      [
        'checkpoints elsewhere',
        { CheckpointConfig: { S3Uri: 's3://b/c', LocalPath: '/home/checkpoints' } },
        /LocalPath outside \/opt\/ml'/,
      ],
      ['VpcConfig', { VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] } }, /'VpcConfig'/],
      ['a debugger', { DebugHookConfig: { S3OutputPath: 's3://b/d' } }, /'DebugHookConfig'/],
      ['a profiler', { ProfilerConfig: { S3OutputPath: 's3://b/d' } }, /'ProfilerConfig'/],
      ['spot that never waits', { EnableManagedSpotTraining: true }, /MaxWaitTimeInSeconds is required/],
      [
        'spot that waits too short',
        {
          EnableManagedSpotTraining: true,
          StoppingCondition: { MaxRuntimeInSeconds: 100, MaxWaitTimeInSeconds: 99 },
        },
        /equal to or greater than MaxRuntimeInSeconds/,
      ],
      [
        'a wait without spot',
        { StoppingCondition: { MaxWaitTimeInSeconds: 99 } },
        /only when EnableManagedSpotTraining/,
      ],
      [
        'a warm pool',
        { ResourceConfig: { ...base().ResourceConfig, KeepAlivePeriodInSeconds: 60 } },
        /'ResourceConfig.KeepAlivePeriodInSeconds'/,
      ],
      [
        'groups beside a type',
        {
          ResourceConfig: {
            ...base().ResourceConfig,
            InstanceGroups: [{ InstanceGroupName: 'g', InstanceType: 'ml.m5.large', InstanceCount: 1 }],
          },
        },
        /must not give InstanceGroups together/,
      ],
      [
        'encryption between hosts',
        {
          EnableInterContainerTrafficEncryption: true,
          ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2 },
        },
        /'EnableInterContainerTrafficEncryption'/,
      ],
      ['no instance type', { ResourceConfig: { InstanceCount: 1 } }, /must give an InstanceType/],
      ['no resources', { ResourceConfig: undefined }, /ResourceConfig/],
      ['no algorithm', { AlgorithmSpecification: undefined }, /AlgorithmSpecification is required/],
      ['an algorithm by name', { AlgorithmSpecification: { ...algorithm, AlgorithmName: 'a' } }, /AlgorithmName'/],
      ['no image', { AlgorithmSpecification: { TrainingInputMode: 'File' } }, /must give a TrainingImage/],
      [
        'a bad regex',
        { AlgorithmSpecification: { ...algorithm, MetricDefinitions: [{ Name: 'm', Regex: '(' }] } },
        /Invalid regex in the definition of metric m/,
      ],
      ['a key', { OutputDataConfig: { S3OutputPath: 's3://b', KmsKeyId: 'k' } }, /KmsKeyId/],
      ['a role of another account', { RoleArn: 'arn:aws:iam::222222222222:role/Trainer' }, /Cross-account/],
      ['a channel twice', { InputDataConfig: [channel, channel] }, /Duplicate channel names/],
      ['a channel that leaves', { InputDataConfig: [{ ...channel, ChannelName: '..' }] }, /Invalid ChannelName: \.\./],
      ['gzip', { InputDataConfig: [{ ...channel, CompressionType: 'Gzip' }] }, /Gzip of channel train .* only in Pipe/],
      ['records', { InputDataConfig: [{ ...channel, RecordWrapperType: 'RecordIO' }] }, /RecordIO of channel train/],
      [
        'an unknown group',
        {
          InputDataConfig: [
            { ...channel, DataSource: { S3DataSource: { ...source, InstanceGroupNames: ['nowhere'] } } },
          ],
        },
        /instance group that ResourceConfig does not have: nowhere/,
      ],
      [
        'an augmented manifest as files',
        {
          InputDataConfig: [
            {
              ...channel,
              DataSource: {
                S3DataSource: { ...source, S3DataType: 'AugmentedManifestFile', AttributeNames: ['source-ref'] },
              },
            },
          ],
        },
        /AugmentedManifestFile is supported only in Pipe/,
      ],
      [
        'a manifest on demand',
        {
          InputDataConfig: [
            {
              ...channel,
              InputMode: 'FastFile',
              DataSource: { S3DataSource: { ...source, S3DataType: 'ManifestFile' } },
            },
          ],
        },
        /FastFile input mode supports only/,
      ],
      [
        'a file system',
        {
          InputDataConfig: [
            {
              ...channel,
              DataSource: {
                FileSystemDataSource: {
                  ...{ FileSystemId: 'fs-12345678901', FileSystemAccessMode: 'ro' as const },
                  ...{ FileSystemType: 'EFS' as const, DirectoryPath: '/' },
                },
              },
            },
          ],
        },
        /other than S3DataSource/,
      ],
      ['a bad name', { TrainingJobName: 'no_underscores' }, /1 validation error detected/],
    ];
    it.each(refused)('refuses %s, and makes no job', async (_title, more, message) => {
      const error = { name: 'ValidationException', message: expect.stringMatching(message) as string };
      await expect(create({ ...base(), ...more })).rejects.toMatchObject(error);
      await expect(describeTrainingJob(plane.clients(), 'refused')).rejects.toMatchObject({
        ...{ name: 'ValidationException', message: 'Requested resource not found.' },
      });
    });

    it('refuses an ExperimentConfig that names what is not there', async () => {
      const input = trainingJob('refused', 'exit 0', { ExperimentConfig: { ExperimentName: 'nowhere' } });
      await expect(create(input)).rejects.toMatchObject({ name: 'ResourceNotFound' });
    });

    it('refuses a name that is taken, for ever', async () => {
      await run('taken', 'exit 0');
      await expect(create(trainingJob('taken', 'exit 0'))).rejects.toMatchObject({
        name: 'ResourceInUse',
        message: `Job name must be unique within an AWS account and region, and a job with this name already exists (${arnOf('taken')})`,
      });
    });
  });

  describe('behaviour', () => {
    plane.executes('sagemaker:CreateTrainingJob', { seenBy: 'sagemaker:DescribeTrainingJob' }, async () => {
      const job = await run('normal', 'echo trained > model/model.txt');
      expect(job).toMatchObject({
        TrainingJobStatus: 'Completed',
        SecondaryStatus: 'Completed',
        ModelArtifacts: { S3ModelArtifacts: 's3://training-output/jobs/normal/output/model.tar.gz' },
        TrainingTimeInSeconds: expect.any(Number) as number,
      });
      expect(job.FailureReason).toBeUndefined();
      expect(job.SecondaryStatusTransitions!.map(({ Status }) => Status)).toEqual([
        'Starting',
        'Downloading',
        'Training',
        'Uploading',
        'Completed',
      ]);
      const times = job.SecondaryStatusTransitions!.flatMap(({ StartTime, EndTime }) => [StartTime!, EndTime!]);
      expect(times).toEqual([...times].sort((one, other) => one.getTime() - other.getTime()));
    });

    plane.executes('sagemaker:CreateTrainingJob', { seenBy: 'logs:FilterLogEvents' }, async () => {
      const script = 'echo out; echo err >&2; echo; printf "no line end"';
      const job = await run('logged', script);
      expect(await messages('logged')).toEqual(['out', 'err', 'no line end']);
      const { logStreams } = await plane
        .clients()
        .logs.send(new DescribeLogStreamsCommand({ logGroupName: LOG_GROUP, logStreamNamePrefix: 'logged/' }));
      const epoch = Math.floor(job.CreationTime!.getTime() / 1000);
      expect(logStreams!.map(({ logStreamName }) => logStreamName)).toEqual([`logged/algo-1-${epoch}`]);
    });

    it('shows the log while the job runs', async () => {
      await create(trainingJob('live', 'echo begun; until [ -e output/go ]; do sleep 0.02; done', {}));
      await waitFor(async () => (await messages('live')).length === 1);
      expect((await describeTrainingJob(plane.clients(), 'live')).SecondaryStatus).toBe('Training');
      const logStreamName = await waitFor(async () => {
        const names = { logGroupName: LOG_GROUP, logStreamNamePrefix: 'live/' };
        const { logStreams } = await plane.clients().logs.send(new DescribeLogStreamsCommand(names));
        return logStreams![0]?.logStreamName;
      });
      const read = new GetLogEventsCommand({ logGroupName: LOG_GROUP, logStreamName });
      expect((await plane.clients().logs.send(read)).events!.map(({ message }) => message)).toEqual(['begun']);
      await plane.clients().sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: 'live' }));
      await endOfTrainingJob(plane.clients(), 'live');
    });

    it('takes the last value of each metric from the log', async () => {
      const job = await run('measured', 'for i in 3 2 1; do echo "epoch loss=0.$i; ndcg@10=$i"; done', {
        AlgorithmSpecification: {
          TrainingImage: 'spec/shell:1',
          TrainingInputMode: 'File',
          MetricDefinitions: [
            { Name: 'loss', Regex: 'loss=([0-9.]+)' },
            { Name: 'ndcg@10', Regex: 'ndcg@10=([0-9.]+)' },
            { Name: 'never', Regex: 'never=([0-9.]+)' },
          ],
        },
      });
      const values = job.FinalMetricDataList!.map(({ MetricName, Value }) => [MetricName, Value]);
      expect(Object.fromEntries(values) as object).toEqual({ loss: expect.closeTo(0.1) as number, 'ndcg@10': 1 });
      expect(job.FinalMetricDataList![0]!.Timestamp).toBeInstanceOf(Date);
    });

    it('keeps tags, and takes more', async () => {
      const sagemaker = plane.clients().sagemaker;
      await run('tagged', 'exit 0', { Tags: [{ Key: 'team', Value: 'movies' }] });
      await sagemaker.send(new AddTagsCommand({ ResourceArn: arnOf('tagged'), Tags: [{ Key: 'more', Value: '' }] }));
      const { Tags } = await sagemaker.send(new ListTagsCommand({ ResourceArn: arnOf('tagged') }));
      expect(Tags).toEqual([
        { Key: 'more', Value: '' },
        { Key: 'team', Value: 'movies' },
      ]);
    });

    it('keeps accounts apart: the same name is another job', async () => {
      await makeOutputBucket(plane.clients(1), 'other-output');
      const theirs = trainingJob('shared-name', 'echo theirs', {
        RoleArn: 'arn:aws:iam::222222222222:role/Trainer',
        OutputDataConfig: { S3OutputPath: 's3://other-output' },
      });
      await run('shared-name', 'echo mine; exit 1');
      const job = await runTrainingJob(plane.clients(1), theirs);
      expect(job).toMatchObject({
        TrainingJobArn: 'arn:aws:sagemaker:us-east-1:222222222222:training-job/shared-name',
        TrainingJobStatus: 'Completed',
        ModelArtifacts: { S3ModelArtifacts: 's3://other-output/shared-name/output/model.tar.gz' },
      });
      expect((await describeTrainingJob(plane.clients(), 'shared-name')).TrainingJobStatus).toBe('Failed');
      const { TrainingJobSummaries } = await plane.clients(1).sagemaker.send(new ListTrainingJobsCommand({}));
      expect(TrainingJobSummaries!.map(({ TrainingJobName }) => TrainingJobName)).toEqual(['shared-name']);
      expect(await messages('shared-name')).toEqual(['mine']);
      const described = new DescribeTrainingJobCommand({ TrainingJobName: 'normal' });
      await expect(plane.clients(1).sagemaker.send(described)).rejects.toMatchObject({ name: 'ValidationException' });
    });

    plane.executes(
      'sagemaker:ListTrainingJobs',
      { seenBy: 'sagemaker:CreateTrainingJob', title: 'lists a job by its status' },
      async () => {
        const sagemaker = plane.clients().sagemaker;
        await run('listed', 'exit 1');
        const failed = await sagemaker.send(
          new ListTrainingJobsCommand({ StatusEquals: 'Failed', NameContains: 'listed' }),
        );
        const warm = await sagemaker.send(new ListTrainingJobsCommand({ WarmPoolStatusEquals: 'Available' }));
        expect(warm.TrainingJobSummaries).toEqual([]);
        expect(failed.TrainingJobSummaries).toEqual([
          expect.objectContaining({
            ...{ TrainingJobName: 'listed', TrainingJobArn: arnOf('listed') },
            ...{ TrainingJobStatus: 'Failed', SecondaryStatus: 'Failed', TrainingEndTime: expect.any(Date) as Date },
          }),
        ]);
      },
    );
  });
});
