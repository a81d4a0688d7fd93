import {
  CreateProcessingJobCommand,
  DescribeProcessingJobCommand,
  ListTagsCommand,
  StopProcessingJobCommand,
  type CreateProcessingJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  endOfProcessingJob,
  PROCESSING_IMAGES,
  processingInput,
  processingJob,
  processingOutput,
  runProcessingJob,
} from '../../../testing/processing-jobs.ts';
import { BATCH_BUCKET, jobLog, putObjects, readObjects } from '../../../testing/transform-jobs.ts';
import { waitFor } from '../../../testing/wait-for.ts';
import { withPlane } from '../../../testing/with-plane.ts';

const CLUSTER = { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 } as const;

/** Each host leaves its configuration, and lists of its inputs, under its own name. */
const HOSTS = `
name=$(sed 's/.*"current_host":"\\([^"]*\\)".*/\\1/' config/resourceconfig.json) out=$PWD/processing/output/o
for file in config/*.json; do cp "$file" "$out/$name-\${file##*/}"; done
for input in sharded all; do (cd processing/input/$input && find . -type f | sort) > "$out/$name-$input"; done
printf "$name;" > output/message
`;

const NULLS = { ContainerEntrypoint: null, ContainerArguments: null };

describe('CreateProcessingJob', () => {
  const plane = withPlane({ images: PROCESSING_IMAGES });
  beforeAll(async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: BATCH_BUCKET }));
    await putObjects(plane.clients(), {
      'data/a.csv': '1\n',
      'data/b.csv': '2\n',
      'data/deep/c.csv': '3\n',
      'code/count.sh': 'wc -l < ${GRADUS_OPT_ML:-/opt/ml}/processing/input/data/"$1"\n',
      'code/hosts.sh': HOSTS,
      'manifests/m': JSON.stringify([{ prefix: `s3://${BATCH_BUCKET}/data/` }, 'a.csv', 'deep/c.csv']),
    });
  });

  plane.executes('sagemaker:CreateProcessingJob', { seenBy: 'sagemaker:DescribeProcessingJob' }, async () => {
    const job = processingJob(
      'first',
      'cd processing && cat input/data/*.csv input/data/deep/* > output/all/sum.csv && mkdir output/all/sub && ' +
        'echo x > output/all/sub/y && ln -s /etc/passwd output/all/link && echo "said $WORD" && printf done > ../output/message',
      {
        ProcessingInputs: [processingInput('data', 'data')],
        ProcessingOutputConfig: { Outputs: [processingOutput('all', 'first')] },
        Environment: { WORD: 'hello' },
        Tags: [{ Key: 'team', Value: 'a' }],
      },
    );
    await runProcessingJob(plane.clients(), job);
    const described = await plane
      .clients()
      .sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: 'first' }));
    expect(described).toMatchObject({
      ProcessingJobArn: 'arn:aws:sagemaker:us-east-1:111111111111:processing-job/first',
      ProcessingJobStatus: 'Completed',
      ExitMessage: 'done',
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
      ProcessingInputs: [
        { AppManaged: false, S3Input: { S3InputMode: 'File', S3DataDistributionType: 'FullyReplicated' } },
      ],
      ProcessingStartTime: expect.any(Date) as Date,
      ProcessingEndTime: expect.any(Date) as Date,
    });
    expect(described.FailureReason).toBeUndefined();
    expect(await readObjects(plane.clients(), 'first/')).toEqual({ 'sum.csv': '1\n2\n3\n', 'sub/y': 'x\n' });
    const log = await jobLog(plane.clients(), 'Processing', 'first');
    expect(Object.entries(log)).toEqual([[expect.stringMatching(/^first\/algo-1-\d{10}$/), ['said hello']]]);
    const { Tags } = await plane
      .clients()
      .sagemaker.send(new ListTagsCommand({ ResourceArn: described.ProcessingJobArn }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'a' }]);
  });

  it('runs a script that is an input, as script processors do', async () => {
    const result = await runProcessingJob(plane.clients(), {
      ...processingJob('script', ''),
      AppSpecification: {
        ImageUri: 'spec/bare:1',
        ContainerEntrypoint: ['/bin/sh', '/opt/ml/processing/input/code/count.sh'],
        ContainerArguments: ['b.csv'],
      },
      ProcessingInputs: [processingInput('data', 'data/'), processingInput('code', 'code/count.sh')],
    });
    expect([result.ProcessingJobStatus, result.FailureReason]).toEqual(['Completed', undefined]);
    expect(Object.values(await jobLog(plane.clients(), 'Processing', 'script'))).toEqual([['1']]);
  });

  it('runs the image’s own command with the job’s arguments', async () => {
    const AppSpecification = { ImageUri: 'spec/own:1', ContainerArguments: ['a', 'b c'] };
    await runProcessingJob(plane.clients(), { ...processingJob('own', ''), AppSpecification });
    expect(Object.values(await jobLog(plane.clients(), 'Processing', 'own'))).toEqual([['own a b c']]);
  });

  it('gives hosts their share, the names of all, and the job’s configuration', async () => {
    const job = processingJob('hosts', '. processing/input/code/hosts.sh', {
      ProcessingResources: { ClusterConfig: { ...CLUSTER, InstanceCount: 2 } },
      ProcessingInputs: [
        processingInput('code', 'code/hosts.sh'),
        processingInput('sharded', 'data', { S3DataDistributionType: 'ShardedByS3Key' }),
        processingInput('all', 'manifests/m', { S3DataType: 'ManifestFile' }),
      ],
      ProcessingOutputConfig: { Outputs: [processingOutput('o', 'hosts')] },
    });
    const { ProcessingJobStatus, ExitMessage } = await runProcessingJob(plane.clients(), job);
    expect([ProcessingJobStatus, ExitMessage]).toEqual(['Completed', 'algo-1;algo-2;']);
    const files = await readObjects(plane.clients(), 'hosts/');
    expect([files['algo-1-sharded'], files['algo-2-sharded']]).toEqual(['./a.csv\n./deep/c.csv\n', './b.csv\n']);
    expect([files['algo-1-all'], files['algo-2-all']]).toEqual(Array(2).fill('./a.csv\n./deep/c.csv\n'));
    expect(JSON.parse(files['algo-2-resourceconfig.json']!)).toEqual({
      current_host: 'algo-2',
      hosts: ['algo-1', 'algo-2'],
    });
    expect(JSON.parse(files['algo-1-processingjobconfig.json']!)).toMatchObject({
      ProcessingJobArn: 'arn:aws:sagemaker:us-east-1:111111111111:processing-job/hosts',
      AppSpecification: { ...NULLS, ImageUri: 'spec/bare:1', ContainerEntrypoint: expect.any(Array) as string[] },
      ProcessingOutputConfig: { KmsKeyId: null },
      NetworkConfig: null,
    });
  });

  it('uploads continuously while it runs', async () => {
    const job = processingJob(
      'continuous',
      'cd processing/output/c; echo 1 > one; until [ -e /tmp/go ]; do sleep 0.05; done',
      {
        ProcessingOutputConfig: { Outputs: [processingOutput('c', 'continuous', 'Continuous')] },
      },
    );
    await plane.clients().sagemaker.send(new CreateProcessingJobCommand(job));
    await waitFor(async () => (await readObjects(plane.clients(), 'continuous/'))['one'] === '1\n');
    await plane.clients().sagemaker.send(new StopProcessingJobCommand({ ProcessingJobName: 'continuous' }));
    expect((await endOfProcessingJob(plane.clients(), 'continuous')).ProcessingJobStatus).toBe('Stopped');
  });

  describe('failures', () => {
    const failure = async (input: CreateProcessingJobCommandInput): Promise<string | undefined> => {
      const job = await runProcessingJob(plane.clients(), input);
      expect(job.ProcessingJobStatus).toBe('Failed');
      return job.FailureReason;
    };

    it('end the job with its exit message, and without its outputs', async () => {
      const script = 'echo x > processing/output/o/x; printf "what I know" > output/message; exit 7';
      const Outputs = [processingOutput('o', 'failed'), processingOutput('c', 'kept', 'Continuous')];
      const input = processingJob('failed', script.replace(';', '; echo y > processing/output/c/y;'), {
        ProcessingOutputConfig: { Outputs },
      });
      expect(await failure(input)).toBe('AlgorithmError: , exit code: 7');
      expect((await endOfProcessingJob(plane.clients(), 'failed')).ExitMessage).toBe('what I know');
      expect(await readObjects(plane.clients(), 'failed/')).toEqual({});
      expect(await readObjects(plane.clients(), 'kept/')).toEqual({ y: 'y\n' });
    });

    it('of one host end the others', async () => {
      const script =
        'grep -q current_host.:.algo-2 config/resourceconfig.json && exit 3; trap "exit 0" TERM; while :; do sleep 0.05; done';
      expect(
        await failure(
          processingJob('one-host', script, {
            ProcessingResources: { ClusterConfig: { ...CLUSTER, InstanceCount: 2 } },
          }),
        ),
      ).toBe('AlgorithmError: , exit code: 3');
    });

    it('are a message that is no text, a missing input, and an image that does not process', async () => {
      const bytes = processingJob('bytes', "printf 'a\\377b' > output/message");
      expect(await failure(bytes)).toBe('ClientError: The exit message is not encoded in UTF-8.');
      const missing = processingJob('missing', 'true', { ProcessingInputs: [processingInput('x', 'not/there')] });
      expect(await failure(missing)).toMatch(/^ClientError: Data download failed: No S3 objects found/);
      const AppSpecification = { ImageUri: 'spec/bare:1' };
      expect(await failure({ ...processingJob('bare', ''), AppSpecification })).toContain('give ContainerEntrypoint');
      expect(
        await failure({ ...processingJob('no-image', ''), AppSpecification: { ImageUri: 'nobody/knows:1' } }),
      ).toContain('the plane has no runtime for it');
    });
  });

  it('cuts the exit message at a kilobyte, between characters', async () => {
    const script =
      'i=0; while [ $i -lt 600 ]; do printf é; i=$((i+1)); done > output/message; printf x | cat - output/message > m; mv m output/message';
    const { ExitMessage } = await runProcessingJob(plane.clients(), processingJob('long', script));
    expect(ExitMessage).toBe(`x${'é'.repeat(511)}`);
  });

  describe('validation', () => {
    const job = (more: Partial<CreateProcessingJobCommandInput>): CreateProcessingJobCommandInput =>
      processingJob('v', 'true', more);
    const outputs = (...Outputs: ReturnType<typeof processingOutput>[]) => ({ ProcessingOutputConfig: { Outputs } });

    it.each<[string, CreateProcessingJobCommandInput, string]>([
      ['a path', job({ ProcessingInputs: [processingInput('x', 'd', { LocalPath: '/opt/ml/other' })] }), 'LocalPath'],
      [
        'a path that leaves',
        job({ ProcessingInputs: [processingInput('x', 'd', { LocalPath: '/opt/ml/processing/../model' })] }),
        'LocalPath must begin with /opt/ml/processing/',
      ],
      ['no path', job({ ProcessingInputs: [processingInput('x', 'd', { LocalPath: undefined })] }), 'LocalPath'],
      ['Pipe', job({ ProcessingInputs: [processingInput('x', 'd', { S3InputMode: 'Pipe' })] }), 'S3InputMode: Pipe'],
      ['Gzip', job({ ProcessingInputs: [processingInput('x', 'd', { S3CompressionType: 'Gzip' })] }), 'Gzip'],
      [
        'twice',
        job({ ProcessingInputs: [processingInput('x', 'd'), processingInput('x', 'e')] }),
        'Duplicate InputName',
      ],
      ['app', job({ ProcessingInputs: [{ ...processingInput('x', 'd'), AppManaged: true }] }), 'AppManaged'],
      [
        'feature',
        job(outputs({ OutputName: 'f', FeatureStoreOutput: { FeatureGroupName: 'g' } })),
        'FeatureStoreOutput',
      ],
      ['none', job({ ProcessingInputs: [{ InputName: 'x' }] }), 'must have an S3Input'],
      [
        'isolation of several instances',
        job({
          NetworkConfig: { EnableNetworkIsolation: true },
          ProcessingResources: { ClusterConfig: { ...CLUSTER, InstanceCount: 2 } },
        }),
        'EnableNetworkIsolation of several instances',
      ],
      ['a role', job({ RoleArn: 'arn:aws:iam::222222222222:role/Other' }), 'Cross-account pass role'],
    ])('refuses %s that it does not execute', async (_what, input, message) => {
      await expect(plane.clients().sagemaker.send(new CreateProcessingJobCommand(input))).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message) as string,
      });
    });

    it('refuses a name that is taken, and an experiment that is not there', async () => {
      await runProcessingJob(plane.clients(), processingJob('twice', 'true'));
      const send = (input: CreateProcessingJobCommandInput): Promise<unknown> =>
        plane.clients().sagemaker.send(new CreateProcessingJobCommand(input));
      await expect(send(processingJob('twice', 'true'))).rejects.toMatchObject({ name: 'ResourceInUse' });
      const lost = job({ ExperimentConfig: { ExperimentName: 'none' } });
      await expect(send(lost)).rejects.toMatchObject({ name: 'ResourceNotFound' });
    });
  });
});
