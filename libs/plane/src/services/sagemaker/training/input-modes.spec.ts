/** How a job reads its channels: files, files on demand, pipes; what manifests, wrappers and shuffles do. */
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateTrainingJobCommand,
  type Channel,
  type CreateTrainingJobCommandInput,
  type S3DataSource,
} from '@aws-sdk/client-sagemaker';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { unshareFlags } from '../../../jobs/isolation.ts';
import { waitFor, withPlane } from '../../../testing/index.ts';
import {
  endOfTrainingJob,
  makeOutputBucket,
  OUTPUT_BUCKET,
  runTrainingJob,
  TRAINING_IMAGES,
  trainingJob,
} from '../../../testing/training-jobs.ts';

const BUCKET = 'modes-input';

const channel = (prefix: string, more: Partial<Channel> = {}, source: Partial<S3DataSource> = {}): Channel => ({
  ChannelName: 'train',
  DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${BUCKET}/${prefix}`, ...source } },
  ...more,
});

const isolated = (await unshareFlags(tmpdir())).length > 0;

describe('the input modes of a training job', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });
  const put = (Key: string, Body: string | Buffer) =>
    plane.clients().s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  const printed = async (name: string, host = 'algo-1'): Promise<string[]> => {
    const names = { logGroupName: '/aws/sagemaker/TrainingJobs', logStreamNamePrefix: `${name}/${host}` };
    const { events } = await plane.clients().logs.send(new FilterLogEventsCommand(names));
    return events!.map(({ message }) => message!);
  };
  const read = async (
    name: string,
    script: string,
    train: Channel,
    more: Partial<CreateTrainingJobCommandInput> = {},
  ): Promise<string[]> => {
    const job = await runTrainingJob(
      plane.clients(),
      trainingJob(name, `cd input/data; ${script}`, { InputDataConfig: [train], ...more }),
    );
    expect(job.FailureReason).toBeUndefined();
    return printed(name);
  };

  beforeAll(async () => {
    await makeOutputBucket(plane.clients());
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    for (const name of ['1', '2', '3', '4', '5', '6']) await put(`lines/${name}`, `line ${name}\n`);
    await put('zipped/a', gzipSync('unzipped\n'));
    await put('list.manifest', JSON.stringify([{ prefix: `s3://${BUCKET}/lines/` }, '5', '2']));
    await put('broken.manifest', '{}');
    const line = (n: string) => JSON.stringify({ 'source-ref': `s3://${BUCKET}/lines/${n}`, label: Number(n) });
    await put('images.manifest', `${line('4')}\n${line('1')}\n`);
  });

  describe('FastFile', () => {
    it('lays out the files themselves, which the program can read at any place, and not change', async () => {
      const script =
        'ls train | tr "\\n" " "; echo; tail -c 2 train/3; stat -c %h train/3; chmod 666 train/3; (echo x >> train/3) && echo own; true';
      const lines = await read('fast', script, channel('lines/', { InputMode: 'FastFile' }));
      expect(lines[0]).toBe('1 2 3 4 5 6 ');
      expect(lines[1]).toBe('3');
      // The object's own bytes, which nothing in the container can change; without namespaces a copy.
      expect(lines[2]).toBe(isolated ? '2' : '1');
      expect(lines.includes('own')).toBe(!isolated);
      const { Body } = await plane.clients().s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'lines/3' }));
      expect(await Body!.transformToString()).toBe('line 3\n');
    });
  });

  describe('Pipe', () => {
    it('is a pipe per epoch; the next one is there when one ends', async () => {
      const script =
        'ls; cat train_0; cat train_1 > second; cat train_2 | head -1; wc -l < second; ls train_0 2>&1 | grep -c No';
      const lines = await read('piped', script, channel('lines/', { InputMode: 'Pipe' }));
      const all = ['1', '2', '3', '4', '5', '6'].map((n) => `line ${n}`);
      expect(lines).toEqual(['train_0', ...all, 'line 1', '6', '1']);
    });

    it('goes on while the plane is down', async () => {
      const pipes = { InputDataConfig: [channel('lines/', { InputMode: 'Pipe' })] };
      const input = trainingJob('piped-on', 'cd input/data; cat train_0; echo first; sleep 0.3; cat train_1', pipes);
      await plane.clients().sagemaker.send(new CreateTrainingJobCommand(input));
      await waitFor(async () => (await printed('piped-on').catch((): string[] => [])).includes('first'));
      await plane.restart();
      await endOfTrainingJob(plane.clients(), 'piped-on');
      expect(await printed('piped-on')).toHaveLength(13);
    });

    it('unpacks Gzip, and fails for what is none', async () => {
      const zipped = { InputMode: 'Pipe', CompressionType: 'Gzip' } as const;
      expect(await read('unzipped', 'cat train_0', channel('zipped/', zipped))).toEqual(['unzipped']);
      const input = trainingJob('not-zipped', 'cat input/data/train_0', {
        InputDataConfig: [channel('lines/', zipped)],
      });
      expect((await runTrainingJob(plane.clients(), input)).FailureReason).toBe(
        'ClientError: Data download failed: the data is not compressed with Gzip.',
      );
    });

    it('wraps objects in RecordIO', async () => {
      const [hex] = await read(
        'wrapped',
        'od -An -v -tx1 train_0 | tr -d " \\n"; echo',
        channel('lines/1', { InputMode: 'Pipe', RecordWrapperType: 'RecordIO' }),
      );
      // Magic, length 7, "line 1\n", one zero.
      expect(hex).toBe('0a23d7ce070000006c696e6520310a00');
    });

    it('shuffles anew at each epoch, the same for the same seed', async () => {
      const shuffling = channel('lines/', { InputMode: 'Pipe', ShuffleConfig: { Seed: 7 } });
      const script = 'for e in 0 1 2; do tr -d "\\n" < train_$e | sed "s/line //g"; echo; done';
      const epochs = await read('shuffled', script, shuffling);
      expect(epochs.map((epoch) => epoch.split('').sort().join(''))).toEqual(['123456', '123456', '123456']);
      expect(new Set([...epochs, '123456']).size).toBeGreaterThan(2);
      expect(await read('reshuffled', script, shuffling)).toEqual(epochs);
    });

    it('shares a shuffled epoch out to the hosts', async () => {
      const sharing = channel(
        'lines/',
        { InputMode: 'Pipe', ShuffleConfig: { Seed: 7 } },
        { S3DataDistributionType: 'ShardedByS3Key' },
      );
      const first = await read('shared', 'cat train_0', sharing, {
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 1 },
      });
      const second = await printed('shared', 'algo-2');
      expect(first).toHaveLength(3);
      expect([...first, ...second].sort()).toEqual(['1', '2', '3', '4', '5', '6'].map((n) => `line ${n}`));
    });

    it('reads the attributes of an augmented manifest', async () => {
      const manifest = channel(
        'images.manifest',
        { InputMode: 'Pipe' },
        { S3DataType: 'AugmentedManifestFile', AttributeNames: ['label', 'source-ref'] },
      );
      expect(await read('augmented', 'cat train_0', manifest)).toEqual(['4line 4', '1line 1']);
    });
  });

  describe('File', () => {
    it('takes the objects of a manifest', async () => {
      const manifest = channel('list.manifest', {}, { S3DataType: 'ManifestFile' });
      expect(await read('listed', 'ls train; cat train/5', manifest)).toEqual(['2', '5', 'line 5']);
      const input = trainingJob('broken-list', 'exit 0', {
        InputDataConfig: [channel('broken.manifest', {}, { S3DataType: 'ManifestFile' })],
      });
      expect((await runTrainingJob(plane.clients(), input)).FailureReason).toBe(
        `ClientError: Data download failed: "s3://${BUCKET}/broken.manifest" is not a valid manifest.`,
      );
    });

    it('starts warm from the model of another job', async () => {
      const first = await runTrainingJob(plane.clients(), trainingJob('cold', 'echo 41 > model/weights'));
      const model = first.ModelArtifacts!.S3ModelArtifacts!;
      const warm: Channel = {
        ...{ ChannelName: 'model', ContentType: 'application/x-sagemaker-model', InputMode: 'File' },
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: model } },
      };
      const script = 'tar xzf model/model.tar.gz -C /tmp; echo $(($(cat /tmp/weights) + 1))';
      expect(await read('warm', script, warm)).toEqual(['42']);
    });
  });

  it('leaves an uncompressed model as objects', async () => {
    const job = await runTrainingJob(
      plane.clients(),
      trainingJob('plain', 'mkdir model/deep; echo x > model/deep/weights; : > model/empty', {
        OutputDataConfig: { S3OutputPath: `s3://${OUTPUT_BUCKET}/jobs`, CompressionType: 'NONE' },
      }),
    );
    expect(job.ModelArtifacts!.S3ModelArtifacts).toBe(`s3://${OUTPUT_BUCKET}/jobs/plain/output/model/`);
    const get = new GetObjectCommand({ Bucket: OUTPUT_BUCKET, Key: 'jobs/plain/output/model/deep/weights' });
    expect(await (await plane.clients().s3.send(get)).Body!.transformToString()).toBe('x\n');
  });
});
