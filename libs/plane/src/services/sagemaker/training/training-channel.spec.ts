/** How objects become the files of a channel. */
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Channel } from '@aws-sdk/client-sagemaker';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';
import { makeOutputBucket, runTrainingJob, TRAINING_IMAGES, trainingJob } from '../../../testing/training-jobs.ts';

const BUCKET = 'training-input';

const channel = (name: string, uri: string, more: Partial<Channel> = {}): Channel => ({
  ChannelName: name,
  DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri } },
  ...more,
});

describe('the channels of a training job', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });
  const run = (name: string, channels: Channel[], script: string) =>
    runTrainingJob(plane.clients(), trainingJob(name, script, { InputDataConfig: channels }));
  const printed = async (name: string): Promise<string[]> => {
    const names = { logGroupName: '/aws/sagemaker/TrainingJobs', logStreamNamePrefix: `${name}/` };
    const { events } = await plane.clients().logs.send(new FilterLogEventsCommand(names));
    return events!.map(({ message }) => message!);
  };
  const files = async (name: string, uri: string): Promise<string[]> => {
    const job = await run(name, [channel('train', uri)], 'cd input/data/train && find . -type f | LC_ALL=C sort');
    expect(job.FailureReason).toBeUndefined();
    return printed(name);
  };
  const put = async (keys: readonly string[]): Promise<void> => {
    for (let at = 0; at < keys.length; at += 40) {
      const some = keys
        .slice(at, at + 40)
        .map((Key) => new PutObjectCommand({ Bucket: BUCKET, Key, Body: `of ${Key}` }));
      await Promise.all(some.map((command) => plane.clients().s3.send(command)));
    }
  };

  beforeAll(async () => {
    await makeOutputBucket(plane.clients());
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    await put([
      'data/ratings/',
      'data/ratings/a.csv',
      'data/ratings/deep/er/b.csv',
      'data/ratings-old/c.csv',
      'one.csv',
    ]);
  });

  it.each([
    ['with-slash', 'data/ratings/', ['./a.csv', './deep/er/b.csv']],
    ['without-slash', 'data/ratings', ['./a.csv', './deep/er/b.csv', './ratings-old/c.csv']],
    ['part-of-a-name', 'data/rat', ['./ratings-old/c.csv', './ratings/a.csv', './ratings/deep/er/b.csv']],
    ['one-object', 'data/ratings/a.csv', ['./a.csv']],
    ['one-at-the-top', 'one.csv', ['./one.csv']],
  ])('lays a prefix out: %s', async (name, prefix, expected) => {
    expect(await files(name, `s3://${BUCKET}/${prefix}`)).toEqual(expected);
  });

  it('lays a whole bucket out', async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: 'whole' }));
    for (const Key of ['a', 'b/c'])
      await plane.clients().s3.send(new PutObjectCommand({ Bucket: 'whole', Key, Body: 'x' }));
    for (const [index, uri] of ['s3://whole', 's3://whole/'].entries()) {
      expect(await files(`whole-${index}`, uri)).toEqual(['./a', './b/c']);
    }
  });

  it('gives each channel a folder with the bytes, more than a page of objects, and tells them in inputdataconfig.json', async () => {
    await put(Array.from({ length: 1005 }, (_, index) => `many/${index}`));
    const channels = [
      channel('train', `s3://${BUCKET}/data/ratings/`, { ContentType: 'text/csv' }),
      channel('many', `s3://${BUCKET}/many/`),
    ];
    const script =
      'cat input/data/train/a.csv; echo; ls input/data/many | wc -l; cat input/config/inputdataconfig.json';
    const job = await run('channels', channels, script);
    expect(job.InputDataConfig).toMatchObject(channels);
    const [bytes, count, config] = await printed('channels');
    expect([bytes, Number(count)]).toEqual(['of data/ratings/a.csv', 1005]);
    const said = { TrainingInputMode: 'File', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' };
    expect(JSON.parse(config!)).toEqual({ train: { ...said, ContentType: 'text/csv' }, many: said });
  });

  it.each([
    ['up', 'bad/up/', ['bad/up/../../../../escaped'], 'leaves the folder of its channel'],
    ['clash', 'bad/clash/', ['bad/clash/a', 'bad/clash/a/b'], 'cannot be a file of its channel'],
    ['long', 'bad/long/', [`bad/long/${'x'.repeat(300)}`], 'cannot be a file of its channel (ENAMETOOLONG)'],
  ])('refuses keys that cannot be files: %s', async (name, prefix, keys, why) => {
    await put(keys);
    const job = await run(`bad-${name}`, [channel('train', `s3://${BUCKET}/${prefix}`)], 'exit 0');
    expect(job.TrainingJobStatus).toBe('Failed');
    expect(job.FailureReason).toContain('ClientError: Data download failed: the key');
    expect(job.FailureReason).toContain(why);
    expect(job.SecondaryStatusTransitions!.map(({ Status }) => Status)).toEqual(['Starting', 'Downloading', 'Failed']);
  });

  it('fails when nothing is there, or no bucket', async () => {
    const nothing = await run('nothing', [channel('train', `s3://${BUCKET}/none/`)], 'exit 0');
    expect(nothing.FailureReason).toBe(
      `ClientError: Data download failed: No S3 objects found under S3 URL "s3://${BUCKET}/none/" given in input data source. Please ensure that the bucket exists in the selected region (us-east-1), that objects exist under that S3 prefix, and that the role "arn:aws:iam::111111111111:role/service/Trainer" has "s3:ListBucket" permissions on bucket "${BUCKET}".`,
    );
    expect(nothing.TrainingStartTime).toBeUndefined();
    const bucket = await run('no-bucket', [channel('train', 's3://no-such-bucket-at-all/x')], 'exit 0');
    expect(bucket.FailureReason).toBe('ClientError: Data download failed: The specified bucket does not exist');
  });
});
