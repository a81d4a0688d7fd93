/** The archives that a training job leaves in S3. */
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { list, extract } from 'tar';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor, withPlane } from '../../testing/index.ts';
import {
  makeOutputBucket,
  OUTPUT_BUCKET,
  runTrainingJob,
  TRAINING_IMAGES,
  trainingJob,
} from '../../testing/training-jobs.ts';

describe('the archives of a training job', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });
  const run = (name: string, script: string) => runTrainingJob(plane.clients(), trainingJob(name, script));
  const archive = async (job: string, name: 'model' | 'output'): Promise<Uint8Array> => {
    const Key = `jobs/${job}/output/${name}.tar.gz`;
    const { Body } = await plane.clients().s3.send(new GetObjectCommand({ Bucket: OUTPUT_BUCKET, Key }));
    return Body!.transformToByteArray();
  };
  /** Path and content of each file, in the order of the archive. */
  const unpack = async (bytes: Uint8Array): Promise<Record<string, string>> => {
    const dir = await mkdtemp(join(tmpdir(), 'gradus-archive-'));
    try {
      const file = join(dir, 'archive.tar.gz');
      await writeFile(file, bytes);
      const paths: string[] = [];
      await list({ file, onReadEntry: ({ type, path }) => paths.push(...(type === 'File' ? [path] : [])) });
      await extract({ file, cwd: dir });
      const contents = paths.map(async (path) => [path, await readFile(join(dir, path), 'utf8')] as const);
      return Object.fromEntries(await Promise.all(contents));
    } finally {
      await rm(dir, { recursive: true });
    }
  };
  const FOLDERS = 'mkdir -p model/code model/empty';
  const WRITES = [
    'echo weights > model/model.json',
    'echo served > model/code/predict.mjs',
    'echo at > model/@odd',
    'printf "ünï" > "model/ünï cöde"',
    'ln -s model.json model/link',
    'echo seen > output/data/report.json',
  ];
  const FILL = [FOLDERS, ...WRITES].join('; ');

  beforeAll(() => makeOutputBucket(plane.clients()));

  it('hold what the job left in its model and output folders', async () => {
    await run('filled', FILL);
    expect(await unpack(await archive('filled', 'model'))).toEqual({
      './@odd': 'at\n',
      'code/predict.mjs': 'served\n',
      'model.json': 'weights\n',
      'ünï cöde': 'ünï',
    });
    expect(await unpack(await archive('filled', 'output'))).toEqual({ 'report.json': 'seen\n' });
  });

  it('are made whatever else lies in /opt/ml, and of folders that the job removed', async () => {
    await run('cluttered', 'echo x > upload; rm -r output/data; echo weights > model/model.json');
    expect(await unpack(await archive('cluttered', 'model'))).toEqual({ 'model.json': 'weights\n' });
    expect((await run('removed', 'rm -r model')).TrainingJobStatus).toBe('Completed');
    expect(await unpack(await archive('removed', 'model'))).toEqual({});
    await waitFor(async () => (await readdir(join(plane.dir, 'training/111111111111/us-east-1'))).length === 0);
  });

  it("are not made of this machine's files, where the job left a link in its folder's place", async () => {
    const job = await run('linked', 'rm -r model; ln -s /etc model');
    expect(job.FailureReason).toBe('ClientError: Artifact upload failed: model is not a folder.');
  });

  it('are the same bytes for the same files, whatever the order and time of writing', async () => {
    await run('first', FILL);
    const backwards = [FOLDERS, ...[...WRITES].reverse(), 'touch -d 2001-01-01 model/*'].join('; ');
    await run('second', backwards);
    for (const name of ['model', 'output'] as const) {
      expect(Buffer.compare(await archive('first', name), await archive('second', name)), name).toBe(0);
    }
  });

  it('are made for an empty model, not for an empty output', async () => {
    const job = await run('empty', 'exit 0');
    expect(job.TrainingJobStatus).toBe('Completed');
    expect(await unpack(await archive('empty', 'model'))).toEqual({});
    await expect(archive('empty', 'output')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('of a job that failed: its output, not its model', async () => {
    expect((await run('failed', `${FILL}; exit 1`)).TrainingJobStatus).toBe('Failed');
    expect(await unpack(await archive('failed', 'output'))).toEqual({ 'report.json': 'seen\n' });
    await expect(archive('failed', 'model')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('hold files of several names, empty ones too, under each', async () => {
    await run('two-names', 'cd model; : > a; : > b; ln a a2; ln b b2; echo x > c; ln c c2; ln c ../c3');
    const files = { a: '', a2: '', b: '', b2: '', c: 'x\n', c2: 'x\n' };
    expect(await unpack(await archive('two-names', 'model'))).toEqual(files);
  });

  it('may be large', async () => {
    await run('large', 'head -c 20000000 /dev/urandom > model/weights.bin');
    const Key = 'jobs/large/output/model.tar.gz';
    const { ContentLength } = await plane.clients().s3.send(new HeadObjectCommand({ Bucket: OUTPUT_BUCKET, Key }));
    expect(ContentLength).toBeGreaterThan(20_000_000);
  });

  it('fail the job when they cannot be stored; what failed before stays the reason', async () => {
    const elsewhere = { OutputDataConfig: { S3OutputPath: 's3://no-such-bucket-at-all/x' } };
    const job = await runTrainingJob(plane.clients(), trainingJob('nowhere', FILL, elsewhere));
    expect(job.FailureReason).toBe('ClientError: Artifact upload failed: The specified bucket does not exist');
    const worse = await runTrainingJob(plane.clients(), trainingJob('worse', `${FILL}; exit 4`, elsewhere));
    expect(worse.FailureReason).toBe('AlgorithmError: , exit code: 4');
    expect(await readdir(join(plane.dir, 'training', '111111111111', 'us-east-1'))).not.toContain('first');
  });
});
