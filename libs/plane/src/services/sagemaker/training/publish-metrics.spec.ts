import { GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor, withPlane } from '../../../testing/index.ts';
import { endOfTrainingJob, makeOutputBucket, TRAINING_IMAGES, trainingJob } from '../../../testing/training-jobs.ts';

const HOUR_MS = 3_600_000;

describe('metrics of training jobs', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });
  const create = (name: string, script: string, MetricDefinitions: { Name: string; Regex: string }[]) => {
    const AlgorithmSpecification = {
      ...{ TrainingImage: 'spec/shell:1', TrainingInputMode: 'File' as const, MetricDefinitions },
    };
    const input = trainingJob(name, script, { AlgorithmSpecification });
    return plane.clients().sagemaker.send(new CreateTrainingJobCommand(input));
  };
  const read = async (job: string, MetricName: string) => {
    const now = plane.clock.now();
    const { Datapoints } = await plane.clients().cloudwatch.send(
      new GetMetricStatisticsCommand({
        ...{ Namespace: '/aws/sagemaker/TrainingJobs', MetricName, Period: 3600 },
        Dimensions: [{ Name: 'TrainingJobName', Value: job }],
        ...{ StartTime: new Date(now - HOUR_MS), EndTime: new Date(now + HOUR_MS) },
        Statistics: ['SampleCount', 'Sum'],
      }),
    );
    const total = (of: 'SampleCount' | 'Sum') => Datapoints!.reduce((sum, point) => sum + point[of]!, 0);
    return { count: total('SampleCount'), sum: total('Sum') };
  };

  beforeAll(() => makeOutputBucket(plane.clients()));

  it('reach CloudWatch, each value once, whenever the plane starts anew', async () => {
    await create(
      'counted',
      'i=0; until [ -e output/go ]; do i=$((i+1)); echo "step $i"; sleep 0.01; done; echo "steps=$i"; echo x > model/x',
      [
        { Name: 'step', Regex: '^step (\\d+)' },
        { Name: 'steps', Regex: 'steps=(\\d+)' },
      ],
    );
    for (let times = 0; times < 3; times += 1) {
      const { count } = await read('counted', 'step');
      await waitFor(async () => (await read('counted', 'step')).count > count);
      await plane.restart();
    }
    await writeFile(`${plane.dir}/training/111111111111/us-east-1/counted/algo-1/output/go`, '');
    const job = await endOfTrainingJob(plane.clients(), 'counted');
    expect(job.TrainingJobStatus).toBe('Completed');
    const { count: times, sum: steps } = await read('counted', 'steps');
    expect(times).toBe(1);
    expect(await read('counted', 'step')).toEqual({ count: steps, sum: (steps * (steps + 1)) / 2 });
  });

  it('that CloudWatch would not take are left out', async () => {
    await create('huge', 'echo v=1e300; echo v=2; echo x > model/x', [{ Name: 'v', Regex: 'v=(.*)' }]);
    expect((await endOfTrainingJob(plane.clients(), 'huge')).TrainingJobStatus).toBe('Completed');
    expect(await read('huge', 'v')).toEqual({ count: 1, sum: 2 });
    const { Metrics } = await plane.clients().cloudwatch.send(new ListMetricsCommand({ MetricName: 'v' }));
    expect(Metrics).toEqual([
      {
        ...{ Namespace: '/aws/sagemaker/TrainingJobs', MetricName: 'v' },
        Dimensions: [{ Name: 'TrainingJobName', Value: 'huge' }],
      },
    ]);
  });
});
