/** Training jobs through restarts of the plane, and under load: nothing lost, nothing twice. */
import { FilterLogEventsCommand, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTrainingJobCommand, type CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

const names = (name: string) => ({ logGroupName: '/aws/sagemaker/TrainingJobs', logStreamNamePrefix: `${name}/` });

describe('training jobs', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });
  const create = (input: CreateTrainingJobCommandInput) =>
    plane.clients().sagemaker.send(new CreateTrainingJobCommand(input));
  const printed = async (name: string): Promise<string[]> => {
    const { events } = await plane.clients().logs.send(new FilterLogEventsCommand(names(name)));
    return events!.map(({ message }) => message!);
  };

  beforeAll(() => makeOutputBucket(plane.clients()));

  it('go on while the plane is down, and are met where they are', async () => {
    const MetricDefinitions = [{ Name: 'step', Regex: 'step (\\d+)' }];
    const input = trainingJob(
      'survivor',
      'i=0; until [ -e output/go ]; do i=$((i+1)); echo "step $i"; sleep 0.01; done; echo last; echo x > model/x',
      { AlgorithmSpecification: { TrainingImage: 'spec/shell:1', TrainingInputMode: 'File', MetricDefinitions } },
    );
    await create(input);
    await waitFor(async () => (await printed('survivor').catch(() => [])).length > 3);
    const before = await describeTrainingJob(plane.clients(), 'survivor');
    for (let times = 0; times < 3; times += 1) {
      const had = (await printed('survivor')).length;
      await plane.restart();
      await waitFor(async () => (await printed('survivor')).length > had);
    }
    const after = await describeTrainingJob(plane.clients(), 'survivor');
    expect(after).toMatchObject({ SecondaryStatus: 'Training', TrainingStartTime: before.TrainingStartTime });
    await writeFile(`${plane.dir}/training/111111111111/us-east-1/survivor/algo-1/output/go`, '');
    const job = await endOfTrainingJob(plane.clients(), 'survivor');
    expect(job.TrainingJobStatus).toBe('Completed');
    expect(job.SecondaryStatusTransitions!.map(({ Status }) => Status)).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Uploading',
      'Completed',
    ]);
    const lines = await printed('survivor');
    const steps = lines.length - 1;
    expect(lines).toEqual([...Array.from({ length: steps }, (_, index) => `step ${index + 1}`), 'last']);
    expect(job.FinalMetricDataList).toMatchObject([{ MetricName: 'step', Value: steps }]);
  });

  it('that end while the plane is down are found ended', async () => {
    await create(trainingJob('lonely', 'echo begun; until [ -e output/go ]; do sleep 0.01; done; echo ended; exit 5'));
    await waitFor(async () => (await printed('lonely').catch(() => [])).length > 0);
    const restarting = plane.restart();
    await writeFile(`${plane.dir}/training/111111111111/us-east-1/lonely/algo-1/output/go`, '');
    await restarting;
    const job = await endOfTrainingJob(plane.clients(), 'lonely');
    expect(job.FailureReason).toBe('AlgorithmError: , exit code: 5');
    expect(await printed('lonely')).toEqual(['begun', 'ended']);
  });

  it('start over after a loss that is not theirs, as often as RetryStrategy says', async () => {
    const script = 'n=$(ls checkpoints | wc -l); touch checkpoints/$n; echo "try $n"; [ $n = 1 ] || exec sleep 600';
    await create(
      trainingJob('retried', script, {
        RetryStrategy: { MaximumRetryAttempts: 1 },
        CheckpointConfig: { S3Uri: 's3://training-output/retried' },
      }),
    );
    await waitFor(async () => (await printed('retried').catch((): string[] => [])).includes('try 0'));
    const folder = join(plane.dir, 'jobs', 'train-111111111111-us-east-1-retried-algo-1', 'state');
    const [shim] = (await readFile(join(folder, 'pid'), 'utf8')).split('\n');
    process.kill(Number(shim), 'SIGKILL');
    const job = await endOfTrainingJob(plane.clients(), 'retried');
    expect(job.FailureReason).toBeUndefined();
    expect(job.SecondaryStatusTransitions!.map(({ Status }) => Status)).toEqual([
      ...['Starting', 'Downloading', 'Training'],
      ...['Starting', 'Downloading', 'Training', 'Uploading', 'Completed'],
    ]);
    expect((await printed('retried')).filter((line) => line.startsWith('try'))).toEqual(['try 0', 'try 1']);
  });

  it('run side by side, each with its own output', async () => {
    const jobs = Array.from({ length: 6 }, (_, index) => `side-${index}`);
    const ended = await Promise.all(
      jobs.map((name) => runTrainingJob(plane.clients(), trainingJob(name, `echo ${name}; echo ${name} > model/x`))),
    );
    expect(new Set(ended.map(({ TrainingJobStatus }) => TrainingJobStatus))).toEqual(new Set(['Completed']));
    for (const name of jobs) expect(await printed(name)).toEqual([name]);
  });

  it('may print much, in long lines too', { timeout: 60_000 }, async () => {
    const long = 300_000;
    const script = `seq 1 200000; head -c ${long} /dev/zero | tr '\\0' y; echo; echo end`;
    const job = await runTrainingJob(plane.clients(), trainingJob('chatty', script));
    expect(job.TrainingJobStatus).toBe('Completed');
    const lines: string[] = [];
    for await (const page of paginateFilterLogEvents({ client: plane.clients().logs }, names('chatty'))) {
      lines.push(...page.events!.map(({ message }) => message!));
    }
    expect(lines.slice(0, 200_000)).toEqual(Array.from({ length: 200_000 }, (_, index) => String(index + 1)));
    expect(lines.slice(200_000, -1).join('')).toBe('y'.repeat(long));
    expect(lines.at(-1)).toBe('end');
  });
});
