/** Checkpoints of a job in S3. */
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor, withPlane } from '../../../testing/index.ts';
import {
  endOfTrainingJob,
  makeOutputBucket,
  OUTPUT_BUCKET,
  TRAINING_IMAGES,
  trainingJob,
} from '../../../testing/training-jobs.ts';
import { checkpointPath } from './checkpoints.ts';

describe('checkpointPath', () => {
  it.each([
    [undefined, 'checkpoints'],
    ['/opt/ml/deep/er/', 'deep/er/'],
    ['/opt/ml', undefined],
    ['/opt/ml/../x', undefined],
    ['/tmp/x', undefined],
  ])('%s', (path, expected) => {
    expect(checkpointPath(path)?.replace(/\/$/, '')).toBe(expected?.replace(/\/$/, ''));
  });
});

describe('the checkpoints of a training job', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });
  const stored = async (name: string): Promise<string[]> => {
    const Prefix = `checkpoints/${name}/`;
    const { Contents } = await plane.clients().s3.send(new ListObjectsV2Command({ Bucket: OUTPUT_BUCKET, Prefix }));
    return (Contents ?? []).map(({ Key }) => Key!.slice(Prefix.length));
  };

  beforeAll(() => makeOutputBucket(plane.clients()));

  it('keeps S3 like the folder while the job runs: new, changed and deleted files, not those of others', async () => {
    const Key = 'checkpoints/synced/theirs';
    await plane.clients().sagemaker.send(
      new CreateTrainingJobCommand(
        trainingJob(
          'synced',
          'cd checkpoints/deep; echo 1 > a; echo 1 > b; echo made; until [ -e go ]; do sleep 0.02; done; rm a; echo 2 >> b; rm go',
          {
            CheckpointConfig: {
              S3Uri: `s3://${OUTPUT_BUCKET}/checkpoints/synced/`,
              LocalPath: '/opt/ml/checkpoints/deep',
            },
          },
        ),
      ),
    );
    await waitFor(async () => (await stored('synced')).length === 2);
    await plane.clients().s3.send(new PutObjectCommand({ Bucket: OUTPUT_BUCKET, Key, Body: 'x' }));
    await writeFile(`${plane.dir}/training/111111111111/us-east-1/synced/algo-1/checkpoints/deep/go`, '');
    await endOfTrainingJob(plane.clients(), 'synced');
    expect(await stored('synced')).toEqual(['b', 'theirs']);
    const b = await plane
      .clients()
      .s3.send(new GetObjectCommand({ Bucket: OUTPUT_BUCKET, Key: 'checkpoints/synced/b' }));
    expect(await b.Body!.transformToString()).toBe('1\n2\n');
  });
});
