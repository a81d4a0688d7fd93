import { GetObjectCommand } from '@aws-sdk/client-s3';
import { CreateTrainingJobCommand, StopTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor, withPlane } from '../../../testing/index.ts';
import {
  describeTrainingJob,
  endOfTrainingJob,
  makeOutputBucket,
  OUTPUT_BUCKET,
  runTrainingJob,
  TRAINING_IMAGES,
  trainingJob,
} from '../../../testing/training-jobs.ts';

/** Saves a model when it is told to stop, and takes a moment for it. */
const SAVING = `trap 'echo saving; sleep 0.2; echo late > model/model.txt; exit 0' TERM; echo ready; while :; do sleep 0.02; done`;

describe('StopTrainingJob', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });
  const stop = (name: string, account = 0) =>
    plane.clients(account).sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: name }));
  const printed = async (name: string): Promise<string[]> => {
    const names = { logGroupName: '/aws/sagemaker/TrainingJobs', logStreamNamePrefix: `${name}/` };
    const { events } = await plane.clients().logs.send(new FilterLogEventsCommand(names));
    return events!.map(({ message }) => message!);
  };
  const begin = async (name: string, script: string, seconds = 3600) => {
    const more = { StoppingCondition: { MaxRuntimeInSeconds: seconds } };
    await plane.clients().sagemaker.send(new CreateTrainingJobCommand(trainingJob(name, script, more)));
    await waitFor(async () => (await printed(name).catch((): string[] => [])).includes('ready'));
  };
  const statuses = async (name: string) =>
    (await describeTrainingJob(plane.clients(), name)).SecondaryStatusTransitions!.map(({ Status }) => Status);
  const modelBytes = async (name: string): Promise<number> => {
    const Key = `jobs/${name}/output/model.tar.gz`;
    const { Body } = await plane.clients().s3.send(new GetObjectCommand({ Bucket: OUTPUT_BUCKET, Key }));
    return (await Body!.transformToByteArray()).length;
  };

  beforeAll(() => makeOutputBucket(plane.clients()));

  plane.executes('sagemaker:StopTrainingJob', { seenBy: 'sagemaker:DescribeTrainingJob' }, async () => {
    await begin('saving', SAVING);
    await stop('saving');
    expect(await describeTrainingJob(plane.clients(), 'saving')).toMatchObject({
      TrainingJobStatus: 'Stopping',
      SecondaryStatus: 'Stopping',
    });
    const job = await endOfTrainingJob(plane.clients(), 'saving');
    expect(job).toMatchObject({ TrainingJobStatus: 'Stopped', SecondaryStatus: 'Stopped' });
    expect(job.FailureReason).toBeUndefined();
    expect(await statuses('saving')).toEqual(['Starting', 'Downloading', 'Training', 'Stopping', 'Stopped']);
    expect(await printed('saving')).toEqual(['ready', 'saving']);
    expect(await modelBytes('saving')).toBeGreaterThan(0);
  });

  it('ends a job that knows no signal, whatever its exit code', async () => {
    await begin('deaf', 'echo ready; exec sleep 600');
    await stop('deaf');
    expect(await endOfTrainingJob(plane.clients(), 'deaf')).toMatchObject({ TrainingJobStatus: 'Stopped' });
  });

  it('may be called again while the job stops', async () => {
    await begin('twice', SAVING);
    await stop('twice');
    await stop('twice');
    expect((await endOfTrainingJob(plane.clients(), 'twice')).TrainingJobStatus).toBe('Stopped');
    expect(await printed('twice')).toEqual(['ready', 'saving']);
  });

  it('stops a job that does not train yet', async () => {
    const sagemaker = plane.clients().sagemaker;
    await sagemaker.send(new CreateTrainingJobCommand(trainingJob('early', 'echo ready; exec sleep 600')));
    await stop('early');
    const job = await endOfTrainingJob(plane.clients(), 'early');
    expect(job).toMatchObject({ TrainingJobStatus: 'Stopped', SecondaryStatus: 'Stopped' });
  });

  it('goes by MaxRuntimeInSeconds, in the time of the plane', async () => {
    await begin('bounded', SAVING, 7200);
    const now = plane.clock.now();
    plane.clock.set({ time: now + 7_100_000 });
    expect((await describeTrainingJob(plane.clients(), 'bounded')).SecondaryStatus).toBe('Training');
    plane.clock.set({ time: now + 7_300_000 });
    const job = await endOfTrainingJob(plane.clients(), 'bounded');
    expect(job).toMatchObject({
      TrainingJobStatus: 'Stopped',
      SecondaryStatus: 'MaxRuntimeExceeded',
      TrainingTimeInSeconds: expect.any(Number) as number,
    });
    expect(job.TrainingTimeInSeconds).toBeGreaterThanOrEqual(7200);
    expect(await statuses('bounded')).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Uploading',
      'MaxRuntimeExceeded',
    ]);
    expect(await modelBytes('bounded')).toBeGreaterThan(0);
  });

  it('refuses a job that has ended, and one that is not there', async () => {
    await runTrainingJob(plane.clients(), trainingJob('over', 'exit 0'));
    await expect(stop('over')).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The request was rejected because the training job is in status Completed.',
    });
    for (const [name, account] of [['none', 0] as const, ['over', 1] as const]) {
      await expect(stop(name, account)).rejects.toMatchObject({
        ...{ name: 'ValidationException', message: 'Requested resource not found.' },
      });
    }
  });

  it('goes on after a restart of the plane: the container is asked again, and its job ends', async () => {
    await begin(
      'restarted',
      `trap 'until [ -e output/go ]; do sleep 0.02; done; echo done; exit 0' TERM; echo ready; while :; do sleep 0.02; done`,
    );
    await stop('restarted');
    const started = performance.now();
    await plane.restart();
    expect(performance.now() - started).toBeLessThan(20_000);
    expect((await describeTrainingJob(plane.clients(), 'restarted')).TrainingJobStatus).toBe('Stopping');
    await writeFile(`${plane.dir}/training/111111111111/us-east-1/restarted/algo-1/output/go`, '');
    expect((await endOfTrainingJob(plane.clients(), 'restarted')).TrainingJobStatus).toBe('Stopped');
    expect(await printed('restarted')).toEqual(['ready', 'done']);
  });
});
