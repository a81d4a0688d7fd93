import { CreateTrialComponentCommand, DescribeTrialComponentCommand } from '@aws-sdk/client-sagemaker';
import {
  BatchGetMetricsCommand,
  BatchPutMetricsCommand,
  type MetricQuery,
  type RawMetricData,
} from '@gradus/client-sagemaker-metrics';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';

const START = 1_700_000_040_000;

describe('SageMaker Metrics', () => {
  const plane = withPlane();
  const arn = 'arn:aws:sagemaker:us-east-1:111111111111:experiment-trial-component/run';
  const put = (MetricData: RawMetricData[], TrialComponentName = 'run', account = 0) =>
    plane.clients(account).metrics.send(new BatchPutMetricsCommand({ TrialComponentName, MetricData }));
  const ask = async (query: Partial<MetricQuery>, account = 0) => {
    const byStep = { Period: 'IterationNumber', XAxisType: 'IterationNumber', MetricStat: 'Avg' } as const;
    const MetricQueries = [{ ...byStep, MetricName: 'loss', ResourceArn: arn, ...query }];
    const { MetricQueryResults } = await plane
      .clients(account)
      .metrics.send(new BatchGetMetricsCommand({ MetricQueries }));
    return MetricQueryResults![0]!;
  };
  const value = (Value: number, Step?: number, second = 0, MetricName = 'loss'): RawMetricData => ({
    ...{ MetricName, Value, Step, Timestamp: new Date(START + second * 1000) },
  });

  beforeAll(async () => {
    for (const TrialComponentName of ['run', 'other']) {
      await plane.clients().sagemaker.send(new CreateTrialComponentCommand({ TrialComponentName }));
    }
  });

  plane.executes(
    'sagemaker-metrics:BatchPutMetrics',
    { seenBy: 'sagemaker-metrics:BatchGetMetrics', title: 'keeps values by step, in any order, over several calls' },
    async () => {
      expect((await put([value(3, 1), value(9, 0), value(5, 1)])).Errors).toBeUndefined();
      await put([value(1, 2), value(7)]);
      expect(await ask({})).toMatchObject({ Status: 'Complete', XAxisValues: [0, 1, 2], MetricValues: [9, 4, 1] });
      expect((await ask({ Start: 1, End: 2 })).MetricValues).toEqual([4]);
      expect(await ask({ MetricName: 'unknown' })).toMatchObject({ XAxisValues: [], MetricValues: [] });
    },
  );

  plane.executes(
    'sagemaker-metrics:BatchGetMetrics',
    { seenBy: 'sagemaker-metrics:BatchPutMetrics', title: 'gives each statistic by period of time' },
    async () => {
      await put([value(1, 0, 0, 'f1'), value(3, 1, 59, 'f1'), value(8, 2, 60, 'f1'), value(4, 3, 120, 'f1')]);
      const time = { MetricName: 'f1', XAxisType: 'Timestamp', Period: 'OneMinute' } as const;
      const x = [START / 1000, START / 1000 + 60, START / 1000 + 120];
      expect(await ask(time)).toMatchObject({ XAxisValues: x, MetricValues: [2, 8, 4] });
      const statistic = async (MetricStat: MetricQuery['MetricStat']) =>
        (await ask({ ...time, Period: 'OneHour', MetricStat })).MetricValues;
      expect(await statistic('Min')).toEqual([1]);
      expect(await statistic('Max')).toEqual([8]);
      expect(await statistic('Count')).toEqual([4]);
      expect(await statistic('Last')).toEqual([4]);
      expect(await statistic('StdDev')).toEqual([expect.closeTo(Math.sqrt(6.5), 10)]);
      expect((await ask({ ...time, Start: x[1]!, End: x[2]! })).MetricValues).toEqual([8]);
    },
  );

  it('refuses values that are no numbers one by one, and keeps the others', async () => {
    const { Errors } = await put([value(Number.NaN, 0, 0, 'g'), value(2, 1, 0, 'g'), value(Infinity, 2, 0, 'g')]);
    expect(Errors).toEqual([
      { Code: 'VALIDATION_ERROR', MetricIndex: 0 },
      { Code: 'VALIDATION_ERROR', MetricIndex: 2 },
    ]);
    expect((await ask({ MetricName: 'g' })).MetricValues).toEqual([2]);
  });

  it('refuses more than ten values, a negative step and a component that is not there', async () => {
    const refused = { name: 'ValidationException' };
    await expect(put(Array.from({ length: 11 }, (_, step) => value(1, step)))).rejects.toMatchObject(refused);
    await expect(put([value(1, -1)])).rejects.toMatchObject(refused);
    await expect(put([])).rejects.toMatchObject(refused);
    await expect(put([value(1)], 'Run')).rejects.toMatchObject(refused);
    await expect(put([value(1)], 'nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(put([value(1)], 'run', 1)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('says in its own result why a query has no answer', async () => {
    const wrong = { Status: 'ValidationError', XAxisValues: [], MetricValues: [] };
    expect(await ask({ ResourceArn: `${arn}-not` })).toMatchObject(wrong);
    expect(await ask({ ResourceArn: arn.replace('experiment-trial-component', 'model') })).toMatchObject(wrong);
    expect(await ask({ Period: 'OneHour' })).toMatchObject(wrong);
    expect(await ask({}, 1)).toMatchObject(wrong);
  });

  it('sums up the same over many calls as over one', async () => {
    const numbers = Array.from({ length: 100 }, (_, index) => Math.sin(index) * 1000 + 1e6);
    for (let index = 0; index < 100; index += 10) {
      await put(
        numbers.slice(index, index + 10).map((each, offset) => value(each, index + offset, index + offset, 'sum')),
        'other',
      );
    }
    const mean = numbers.reduce((sum, each) => sum + each, 0) / 100;
    const deviation = Math.sqrt(numbers.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 100);
    const { Metrics } = await plane
      .clients()
      .sagemaker.send(new DescribeTrialComponentCommand({ TrialComponentName: 'other' }));
    expect(Metrics).toMatchObject([
      {
        ...{
          MetricName: 'sum',
          Count: 100,
          Min: Math.min(...numbers),
          Max: Math.max(...numbers),
          Last: numbers.at(-1),
        },
        ...{ Avg: expect.closeTo(mean, 6) as number, StdDev: expect.closeTo(deviation, 6) as number },
      },
    ]);
  });
});
