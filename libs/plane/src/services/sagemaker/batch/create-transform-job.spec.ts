import { gzipSync } from 'node:zlib';
import {
  AddTagsCommand,
  CreateTransformJobCommand,
  DeleteModelCommand,
  DescribeTransformJobCommand,
  ListTagsCommand,
  type CreateTransformJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  BATCH_BUCKET,
  createAdder,
  endOfTransformJob,
  jobLog,
  putObjects,
  readObjects,
  runTransformJob,
  TRANSFORM_IMAGES,
  transformJob,
} from '../../../testing/transform-jobs.ts';
import { waitFor } from '../../../testing/wait-for.ts';
import { withPlane } from '../../../testing/with-plane.ts';

describe('CreateTransformJob', () => {
  const plane = withPlane({ images: TRANSFORM_IMAGES });
  beforeAll(async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: BATCH_BUCKET }));
    await createAdder(plane.clients(), 'adder');
  });

  /** Runs a job over objects of its own, which must complete, and resolves with its outputs. */
  const outputs = async (
    input: CreateTransformJobCommandInput,
    objects: Record<string, string | Buffer>,
  ): Promise<Record<string, string>> => {
    const name = input.TransformJobName!;
    const inputs = Object.entries(objects).map(([key, body]) => [`in/${name}/${key}`, body]);
    await putObjects(plane.clients(), Object.fromEntries(inputs) as Record<string, string | Buffer>);
    const job = await runTransformJob(plane.clients(), input);
    expect([job.TransformJobStatus, job.FailureReason]).toEqual(['Completed', undefined]);
    return readObjects(plane.clients(), `out/${name}/`);
  };
  const requests = async (name: string): Promise<Record<string, unknown>[]> =>
    Object.values(await jobLog(plane.clients(), 'Transform', name))
      .flat()
      .flatMap((line) => (line.startsWith('request ') ? [JSON.parse(line.slice(8)) as Record<string, unknown>] : []));

  plane.executes('sagemaker:CreateTransformJob', { seenBy: 'sagemaker:DescribeTransformJob' }, async () => {
    expect(await outputs(transformJob('plain'), { 'a.csv': '1,2\n3,4\n', 'deep/b.csv': '5' })).toEqual({
      'a.csv.out': '3\n7\n',
      'deep/b.csv.out': '5\n',
    });
    const job = await plane.clients().sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: 'plain' }));
    expect(job).toMatchObject({
      TransformJobArn: 'arn:aws:sagemaker:us-east-1:111111111111:transform-job/plain',
      TransformJobStatus: 'Completed',
      ModelName: 'adder',
      TransformInput: { SplitType: 'Line', CompressionType: 'None' },
      TransformOutput: { AssembleWith: 'Line', KmsKeyId: '' },
      DataProcessing: { InputFilter: '$', OutputFilter: '$', JoinSource: 'None' },
      CreationTime: expect.any(Date) as Date,
      TransformStartTime: expect.any(Date) as Date,
      TransformEndTime: expect.any(Date) as Date,
    });
    const streams = await jobLog(plane.clients(), 'Transform', 'plain');
    const [container, data] = Object.keys(streams).sort();
    expect(container).toMatch(/^plain\/i-0[0-9a-f]{16}-\d{10}$/);
    expect(data).toBe(`${container}/data-log`);
    expect(streams[data!]).toEqual([
      expect.stringMatching(
        /^\d{4}-\d\d-\d\dT[\d:.]+:\[sagemaker logs\]: MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD$/,
      ),
    ]);
  });

  describe('payloads', () => {
    it('are whole objects without a SplitType', async () => {
      const input = { SplitType: 'None', ContentType: 'text/plain' } as const;
      const whole = transformJob('whole', { input, output: { AssembleWith: 'None', Accept: 'text/x' } });
      expect(await outputs(whole, { a: 'x\ny\n', b: 'z' })).toEqual({ 'a.out': '[x\ny\n]', 'b.out': '[z]' });
      expect((await requests('whole')).map(({ accept }) => accept)).toEqual(['text/x', 'text/x']);
    });

    it('are single records, or as many as fit', async () => {
      const single = transformJob('single', { BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 1 });
      expect(await outputs(single, { a: '1\n2\n3' })).toEqual({ 'a.out': '1\n2\n3\n' });
      expect((await requests('single')).map(({ body }) => body)).toEqual(['1', '2', '3']);
      const row = `${'1'.repeat(100)},1`;
      const large = Array.from({ length: 25_000 }, () => row).join('\n'); // 2.6 MB
      const answer = await outputs(transformJob('multi', { MaxPayloadInMB: 1 }), { a: large });
      expect(answer['a.out']!.split('\n')).toHaveLength(25_001);
      expect(await requests('multi')).toHaveLength(3);
    });

    it('go out several at once, and come back in order', async () => {
      const job = transformJob('concurrent', {
        BatchStrategy: 'SingleRecord',
        MaxConcurrentTransforms: 4,
        Environment: { SLEEP_MS: '20' },
      });
      const rows = Array.from({ length: 40 }, (_, index) => String(index));
      expect(await outputs(job, { a: rows.join('\n'), b: '7' })).toEqual({
        'a.out': `${rows.join('\n')}\n`,
        'b.out': '7\n',
      });
      expect(Math.max(...(await requests('concurrent')).map(({ most }) => Number(most)))).toBe(4);
    });

    it('follow what the container says where the request does not', async () => {
      const parameters = { MaxConcurrentTransforms: 3, BatchStrategy: 'SINGLE_RECORD', MaxPayloadInMB: 2 };
      await createAdder(plane.clients(), 'tuned', { PARAMETERS: JSON.stringify(parameters) });
      await outputs(transformJob('tuned', { ModelName: 'tuned', MaxPayloadInMB: 1 }), { a: '1\n2' });
      const lines = Object.values(await jobLog(plane.clients(), 'Transform', 'tuned')).flat();
      expect(lines.join()).toContain('MaxConcurrentTransforms=3, MaxPayloadInMB=1, BatchStrategy=SINGLE_RECORD');
      expect(await requests('tuned')).toHaveLength(2);
    });

    it('are streamed when they have no bound', async () => {
      const input = { SplitType: 'None', ContentType: 'text/plain' } as const;
      const job = transformJob('streamed', { input, MaxPayloadInMB: 0, output: { AssembleWith: 'None' } });
      expect(await outputs(job, { a: 'abc' })).toEqual({ 'a.out': '[abc]' });
      expect(await requests('streamed')).toMatchObject([{ chunked: true }]);
    });

    it('are unpacked', async () => {
      const job = transformJob('zipped', { input: { CompressionType: 'Gzip' } });
      expect(await outputs(job, { 'a.csv.gz': gzipSync('1,1\n2,2') })).toEqual({ 'a.csv.gz.out': '2\n4\n' });
    });
  });

  describe('data processing', () => {
    it('leaves fields out, joins and selects, of CSV', async () => {
      const job = transformJob('join-csv', {
        output: { Accept: 'text/csv' },
        DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' },
      });
      expect(await outputs(job, { a: 'x,1,2\ny,3,4\n' })).toEqual({ 'a.out': 'x,3\ny,7\n' });
    });

    it('joins JSON Lines and JSON', async () => {
      const type = 'application/jsonlines';
      const lines = transformJob('join-lines', {
        input: { ContentType: type },
        output: { Accept: type },
        DataProcessing: { InputFilter: '$.v', JoinSource: 'Input', OutputFilter: "$['id','SageMakerOutput']" },
      });
      expect(await outputs(lines, { a: '{"id":"a","v":[1,2]}\n{"id":"b","v":[3]}\n' })).toEqual({
        'a.out': '{"id":"a","SageMakerOutput":{"sum":3}}\n{"id":"b","SageMakerOutput":{"sum":3}}\n',
      });
      const json = 'application/json';
      const document = transformJob('join-json', {
        input: { ContentType: json, SplitType: 'None' },
        output: { Accept: json, AssembleWith: 'None' },
        DataProcessing: { JoinSource: 'Input' },
      });
      expect(await outputs(document, { a: '[1,2]', b: '{"v":5}' })).toEqual({
        'a.out': '{"SageMakerInput":[1,2],"SageMakerOutput":{"sum":3}}',
        'b.out': '{"v":5,"SageMakerOutput":{"sum":5}}',
      });
    });
  });

  it('divides the objects of a manifest among its instances', async () => {
    await putObjects(plane.clients(), {
      'elsewhere/a.csv': '1',
      'elsewhere/x/b.csv': '2',
      'elsewhere/c.csv': '3',
      'elsewhere/not-named.csv': '4',
      'manifests/job.manifest': JSON.stringify([
        { prefix: `s3://${BATCH_BUCKET}/elsewhere/` },
        'a.csv',
        'x/b.csv',
        'c.csv',
      ]),
    });
    const source = { S3DataType: 'ManifestFile', S3Uri: `s3://${BATCH_BUCKET}/manifests/job.manifest` } as const;
    const job = transformJob('divided', {
      input: { DataSource: { S3DataSource: source } },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 2 },
    });
    expect(await outputs(job, {})).toEqual({ 'a.csv.out': '1\n', 'x/b.csv.out': '2\n', 'c.csv.out': '3\n' });
    const streams = Object.entries(await jobLog(plane.clients(), 'Transform', 'divided'));
    const perInstance = streams
      .map(([, lines]) => lines.filter((line) => line.startsWith('request')).length)
      .filter((count) => count > 0);
    expect(perInstance.sort()).toEqual([1, 2]);
  });

  it('tells the container of the batch', async () => {
    await createAdder(plane.clients(), 'telling', { ECHO_ENV: '1', FROM: 'model', OTHER: 'model' });
    const job = transformJob('environment', {
      ModelName: 'telling',
      input: { ContentType: 'text/plain' },
      BatchStrategy: 'SingleRecord',
      MaxPayloadInMB: 2,
      MaxConcurrentTransforms: 0,
      Environment: { FROM: 'job' },
    });
    const env = JSON.parse((await outputs(job, { a: 'x' }))['a.out']!) as Record<string, string>;
    expect(env).toMatchObject({
      SAGEMAKER_BATCH: 'true',
      SAGEMAKER_BATCH_STRATEGY: 'SINGLE_RECORD',
      SAGEMAKER_MAX_PAYLOAD_IN_MB: '2',
      SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: '0',
      FROM: 'job',
      OTHER: 'model',
      AWS_REGION: 'us-east-1',
    });
    expect(env['AWS_SESSION_TOKEN']).toBeTruthy();
  });

  it('goes on when its model is deleted', async () => {
    await createAdder(plane.clients(), 'short-lived');
    await putObjects(plane.clients(), { 'in/orphan/a': '1,1' });
    await plane
      .clients()
      .sagemaker.send(new CreateTransformJobCommand(transformJob('orphan', { ModelName: 'short-lived' })));
    await plane.clients().sagemaker.send(new DeleteModelCommand({ ModelName: 'short-lived' }));
    expect((await endOfTransformJob(plane.clients(), 'orphan')).TransformJobStatus).toBe('Completed');
  });

  it('carries tags', async () => {
    await putObjects(plane.clients(), { 'in/tagged/a': '1' });
    const job = transformJob('tagged', { Tags: [{ Key: 'team', Value: 'a' }] });
    const { TransformJobArn } = await runTransformJob(plane.clients(), job);
    const { sagemaker } = plane.clients();
    await sagemaker.send(new AddTagsCommand({ ResourceArn: TransformJobArn, Tags: [{ Key: 'more', Value: 'b' }] }));
    const { Tags } = await sagemaker.send(new ListTagsCommand({ ResourceArn: TransformJobArn }));
    expect(Tags).toEqual([
      { Key: 'more', Value: 'b' },
      { Key: 'team', Value: 'a' },
    ]);
  });

  describe('failures', () => {
    const failure = async (
      name: string,
      objects: Record<string, string | Buffer>,
      more: Parameters<typeof transformJob>[1] = {},
    ): Promise<string | undefined> => {
      const inputs = Object.entries(objects).map(([key, body]) => [`in/${name}/${key}`, body]);
      await putObjects(plane.clients(), Object.fromEntries(inputs) as Record<string, string | Buffer>);
      const job = await runTransformJob(plane.clients(), transformJob(name, more));
      expect(job.TransformJobStatus).toBe('Failed');
      return job.FailureReason;
    };
    const dataLog = async (name: string): Promise<string> => {
      const streams = await jobLog(plane.clients(), 'Transform', name);
      return Object.entries(streams)
        .flatMap(([stream, lines]) => (stream.endsWith('/data-log') ? lines : []))
        .join('\n');
    };

    it('of an object leave the others', async () => {
      const single = { BatchStrategy: 'SingleRecord' } as const;
      const objects = { a: '1', b: '1\nstatus 400\n3', c: '3' };
      expect(await failure('partly', objects, single)).toBe('ClientError: See job logs for more information');
      expect(await readObjects(plane.clients(), 'out/partly/')).toEqual({ 'a.out': '1\n', 'c.out': '3\n' });
      const log = await dataLog('partly');
      expect(log).toContain(`[sagemaker logs]: ${BATCH_BUCKET}/in/partly/b: ClientError: 400`);
      expect(log).toContain('in/partly/b: no good: status 400');
    });

    it('of the model are retried', async () => {
      await putObjects(plane.clients(), { 'in/flaky/a': 'flaky' });
      const job = transformJob('flaky', { input: { ContentType: 'text/plain' } });
      expect((await runTransformJob(plane.clients(), job)).TransformJobStatus).toBe('Completed');
      expect(await requests('flaky')).toHaveLength(2);
      const reason = await failure('broken', { a: 'status 500' }, { ModelClientConfig: { InvocationsMaxRetries: 1 } });
      expect(reason).toBe('AlgorithmError: See job logs for more information');
      expect(await requests('broken')).toHaveLength(2);
      expect(await dataLog('broken')).toContain('AlgorithmError: 500');
    });

    it('of time', async () => {
      const config = { InvocationsTimeoutInSeconds: 1, InvocationsMaxRetries: 0 };
      const reason = await failure('late', { a: 'wait' }, { ModelClientConfig: config });
      expect(reason).toBe('AlgorithmError: See job logs for more information');
      expect(await dataLog('late')).toContain('Unable to get response from algorithm');
    });

    it('of data', async () => {
      const client = 'ClientError: See job logs for more information';
      expect(await failure('large', { a: 'x'.repeat(2 ** 20 + 1) }, { MaxPayloadInMB: 1 })).toBe(client);
      expect(await dataLog('large')).toContain('Too much data for max payload size');
      expect(await failure('not-zipped', { a: '1' }, { input: { CompressionType: 'Gzip' } })).toBe(client);
      const processing = { DataProcessing: { InputFilter: '$[5]' } };
      expect(await failure('narrow', { a: '1,2' }, processing)).toBe(client);
      expect(await dataLog('narrow')).toContain('Index 5 is beyond 2 elements');
    });

    it('of the container', async () => {
      expect(await failure('ended', { a: 'exit' })).toBe('AlgorithmError: See job logs for more information');
      await createAdder(plane.clients(), 'unfit', { EXIT_AT_START: '4' });
      expect(await failure('unfit', { a: '1' }, { ModelName: 'unfit' })).toBe(
        'AlgorithmError: See job logs for more information',
      );
      await createAdder(plane.clients(), 'trainer', {}, 'spec/trainer:1');
      expect(await failure('trainer', { a: '1' }, { ModelName: 'trainer' })).toContain('has no command for "serve"');
    });

    it('of health', async () => {
      await createAdder(plane.clients(), 'sick', { PING_STATUS: '500' });
      await putObjects(plane.clients(), { 'in/sick/a': '1' });
      const { sagemaker } = plane.clients();
      await sagemaker.send(new CreateTransformJobCommand(transformJob('sick', { ModelName: 'sick' })));
      const isListening = async (): Promise<boolean> =>
        JSON.stringify(await jobLog(plane.clients(), 'Transform', 'sick')).includes('listening');
      await waitFor(isListening);
      plane.clock.set({ time: plane.clock.now() + 241_000 });
      const job = await endOfTransformJob(plane.clients(), 'sick');
      expect(job.FailureReason).toBe('AlgorithmError: The container did not pass the ping health check.');
    });

    it('of input and output', async () => {
      expect(await failure('nothing', {})).toMatch(
        /^ClientError: Data download failed: No S3 objects found under S3 URL/,
      );
      const output = { S3OutputPath: 's3://no-such-bucket-anywhere/out' };
      expect(await failure('nowhere', { a: '1' }, { output })).toMatch(/^ClientError: Failed to upload the output/);
    });
  });

  describe('validation', () => {
    const refused = async (input: CreateTransformJobCommandInput): Promise<{ name: string; message: string }> => {
      const error: unknown = await plane
        .clients()
        .sagemaker.send(new CreateTransformJobCommand(input))
        .catch((each: unknown) => each);
      const { name, message } = error as Error;
      return { name, message };
    };

    it.each<[string, CreateTransformJobCommandInput, string]>([
      ['a model', transformJob('v', { ModelName: 'none' }), 'Could not find model'],
      ['a payload', transformJob('v', { MaxPayloadInMB: 101 }), 'MaxPayloadInMB cannot be greater than 100'],
      ['payloads', transformJob('v', { MaxPayloadInMB: 51, MaxConcurrentTransforms: 2 }), 'cannot exceed 100 MB'],
      ['TFRecord', transformJob('v', { input: { SplitType: 'TFRecord' } }), 'TransformInput.SplitType: TFRecord'],
      ['RecordIO', transformJob('v', { input: { SplitType: 'RecordIO' } }), 'TransformInput.SplitType: RecordIO'],
      ['a JSONPath', transformJob('v', { DataProcessing: { InputFilter: '$..a' } }), 'Invalid JSONPath'],
      [
        'a type',
        transformJob('v', { input: { ContentType: 'image/png' }, DataProcessing: { InputFilter: '$.a' } }),
        'DataProcessing needs ContentType',
      ],
      [
        'Accept',
        transformJob('v', { output: { Accept: 'application/json' }, DataProcessing: { JoinSource: 'Input' } }),
        'Accept must match ContentType',
      ],
      [
        'AssembleWith',
        transformJob('v', { output: { AssembleWith: 'None' }, DataProcessing: { JoinSource: 'Input' } }),
        'AssembleWith must match SplitType',
      ],
      [
        'capture',
        transformJob('v', { DataCaptureConfig: { DestinationS3Uri: `s3://${BATCH_BUCKET}/capture` } }),
        "'DataCaptureConfig'",
      ],
      ['a key', transformJob('v', { output: { KmsKeyId: 'alias/x' } }), 'TransformOutput.KmsKeyId'],
    ])('refuses %s that it does not execute', async (_what, input, message) => {
      expect(await refused(input)).toEqual({
        name: 'ValidationException',
        message: expect.stringContaining(message) as string,
      });
    });

    it('refuses a name that is taken', async () => {
      await putObjects(plane.clients(), { 'in/twice/a': '1' });
      await runTransformJob(plane.clients(), transformJob('twice'));
      expect((await refused(transformJob('twice'))).name).toBe('ResourceInUse');
    });
  });
});
