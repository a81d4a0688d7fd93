/** Spot interruptions, and what a job keeps over them. */
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { CreateTrainingJobCommand, type CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor, withPlane } from '../../testing/index.ts';
import {
  describeTrainingJob,
  endOfTrainingJob,
  makeOutputBucket,
  OUTPUT_BUCKET,
  runTrainingJob,
  TRAINING_IMAGES,
  trainingJob,
} from '../../testing/training-jobs.ts';
import { controlClient, type ControlClient } from './control-client.ts';

/** Counts to 3: an epoch is a checkpoint; after the first it waits to be interrupted. */
const EPOCHS = `
  cd checkpoints; last=$(ls | sort -n | tail -1); echo "from \${last:-0}"; touch /opt/ml/left; ls /opt/ml/left-before 2>/dev/null
  for epoch in $(seq $((\${last:-0} + 1)) 3); do
    echo "state $epoch" > $epoch; echo "epoch $epoch"
    if [ -z "$last" ]; then touch /opt/ml/left-before; exec sleep 600; fi
  done
  cp 3 /opt/ml/model/`;

describe('managed spot training', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });
  const control = (): ControlClient => controlClient({ url: plane.url, credentials: plane.accounts[0]! });
  const spot = (name: string, script: string, more: Partial<CreateTrainingJobCommandInput> = {}) =>
    trainingJob(name, script, {
      EnableManagedSpotTraining: true,
      StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
      CheckpointConfig: { S3Uri: `s3://${OUTPUT_BUCKET}/checkpoints/${name}` },
      ...more,
    });
  const create = (input: CreateTrainingJobCommandInput) =>
    plane.clients().sagemaker.send(new CreateTrainingJobCommand(input));
  const printed = async (name: string): Promise<string[]> => {
    const names = { logGroupName: '/aws/sagemaker/TrainingJobs', logStreamNamePrefix: `${name}/` };
    const { events } = await plane.clients().logs.send(new FilterLogEventsCommand(names));
    // What a shell says of the program that was told to stop.
    return events!.map(({ message }) => message!).filter((message) => message !== 'Terminated');
  };
  const untilPrinted = (name: string, line: string) =>
    waitFor(async () => (await printed(name).catch((): string[] => [])).includes(line));
  const stored = async (name: string): Promise<string[]> => {
    const Prefix = `checkpoints/${name}/`;
    const { Contents } = await plane.clients().s3.send(new ListObjectsV2Command({ Bucket: OUTPUT_BUCKET, Prefix }));
    return (Contents ?? []).map(({ Key }) => Key!.slice(Prefix.length));
  };
  const statuses = async (name: string) =>
    (await describeTrainingJob(plane.clients(), name)).SecondaryStatusTransitions!.map(({ Status }) => Status);

  beforeAll(() => makeOutputBucket(plane.clients()));

  it('goes on from its checkpoints after an interruption, with nothing else of before', async () => {
    await create(spot('resumed', EPOCHS));
    await untilPrinted('resumed', 'epoch 1');
    await control().interruptSpotTraining({ TrainingJobName: 'resumed' });
    const job = await endOfTrainingJob(plane.clients(), 'resumed');
    expect(job.FailureReason).toBeUndefined();
    expect(await printed('resumed')).toEqual(['from 0', 'epoch 1', 'from 1', 'epoch 2', 'epoch 3']);
    expect(await statuses('resumed')).toEqual([
      ...['Starting', 'Downloading', 'Training', 'Interrupted'],
      ...['Starting', 'Downloading', 'Training', 'Uploading', 'Completed'],
    ]);
    expect(await stored('resumed')).toEqual(['1', '2', '3']);
    const get = new GetObjectCommand({ Bucket: OUTPUT_BUCKET, Key: 'checkpoints/resumed/1' });
    expect(await (await plane.clients().s3.send(get)).Body!.transformToString()).toBe('state 1\n');
  });

  it('waits for capacity in the time of the plane, over a restart too, and bills none of it', async () => {
    await create(spot('away', EPOCHS));
    await untilPrinted('away', 'epoch 1');
    await control().interruptSpotTraining({ TrainingJobName: 'away', AwaySeconds: 1800 });
    await waitFor(async () => (await describeTrainingJob(plane.clients(), 'away')).SecondaryStatus === 'Interrupted');
    await plane.restart();
    plane.clock.set({ time: plane.clock.now() + 1_801_000 });
    const job = await endOfTrainingJob(plane.clients(), 'away');
    expect(job.TrainingJobStatus).toBe('Completed');
    expect(job.TrainingTimeInSeconds! - job.BillableTimeInSeconds!).toBeGreaterThanOrEqual(1800);
  });

  it('gives up when it has waited for MaxWaitTimeInSeconds', async () => {
    await create(spot('patient', EPOCHS));
    await untilPrinted('patient', 'epoch 1');
    await control().interruptSpotTraining({ TrainingJobName: 'patient', AwaySeconds: 1_000_000 });
    await waitFor(async () => (await statuses('patient')).includes('Interrupted'));
    plane.clock.set({ time: plane.clock.now() + 7_201_000 });
    expect(await endOfTrainingJob(plane.clients(), 'patient')).toMatchObject({
      ...{ TrainingJobStatus: 'Stopped', SecondaryStatus: 'MaxWaitTimeExceeded' },
    });
  });

  it('is interrupted only while it trains on spot capacity', async () => {
    await runTrainingJob(plane.clients(), trainingJob('on-demand', 'exit 0'));
    await runTrainingJob(plane.clients(), spot('over', 'exit 0'));
    for (const [TrainingJobName, message] of [
      ['on-demand', 'Training job on-demand does not use spot capacity.'],
      ['over', 'Training job over is not in Training but in Completed.'],
      ['nowhere', 'Requested resource not found.'],
    ] as const) {
      await expect(control().interruptSpotTraining({ TrainingJobName })).rejects.toMatchObject({
        ...{ code: 'ValidationException', message },
      });
    }
  });
});
