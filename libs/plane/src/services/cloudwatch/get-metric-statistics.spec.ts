import {
  GetMetricStatisticsCommand,
  PutMetricDataCommand,
  type GetMetricStatisticsCommandInput,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('GetMetricStatistics', () => {
  const plane = withPlane();
  /** The last full hour: not in the future, less than three hours ago. */
  const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
  const at = (minutes: number): Date => new Date(hour + minutes * MINUTE_MS);
  const put = (MetricData: MetricDatum[]) =>
    plane.clients().cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Spec', MetricData }));
  const ask = async (MetricName: string, more: Partial<GetMetricStatisticsCommandInput>) => {
    const base = { Namespace: 'Spec', MetricName, Period: 60, StartTime: at(0), EndTime: at(60) };
    const { Datapoints } = await plane.clients().cloudwatch.send(new GetMetricStatisticsCommand({ ...base, ...more }));
    return Datapoints!;
  };

  plane.executes(
    'cloudwatch:GetMetricStatistics',
    { seenBy: 'cloudwatch:PutMetricData', title: 'gives each statistic of each period, from the start on' },
    async () => {
      await put([0, 1, 4, 5, 9.5].map((minute) => ({ MetricName: 'm', Value: minute, Timestamp: at(minute) })));
      const Statistics: GetMetricStatisticsCommandInput['Statistics'] = ['Average', 'SampleCount'];
      expect(await ask('m', { Period: 300, Statistics })).toEqual([
        { Timestamp: at(0), Unit: 'None', SampleCount: 3, Average: 5 / 3 },
        { Timestamp: at(5), Unit: 'None', SampleCount: 2, Average: 7.25 },
      ]);
      const later = await ask('m', { Period: 300, Statistics, StartTime: new Date(at(1).getTime() + 30_000) });
      expect(later.map(({ Timestamp, SampleCount }) => [Timestamp, SampleCount])).toEqual([
        [at(1), 3],
        [at(6), 1],
      ]);
      expect(await ask('m', { Statistics, EndTime: at(4) })).toHaveLength(2);
      expect(await ask('unknown', { Statistics })).toEqual([]);
    },
  );

  it('gives data of each unit for itself, or of one', async () => {
    await put([
      { MetricName: 'u', Value: 1, Unit: 'Seconds', Timestamp: at(0) },
      { MetricName: 'u', Value: 2, Unit: 'Count', Timestamp: at(0) },
    ]);
    const sums = async (more: Partial<GetMetricStatisticsCommandInput>) =>
      (await ask('u', { Statistics: ['Sum'], ...more })).map(({ Unit, Sum }) => [Unit, Sum]);
    expect(await sums({})).toEqual([
      ['Count', 2],
      ['Seconds', 1],
    ]);
    expect(await sums({ Unit: 'Seconds' })).toEqual([['Seconds', 1]]);
    expect(await sums({ Unit: 'Bytes' })).toEqual([]);
  });

  it('keeps seconds of metrics of high resolution only', async () => {
    const times = [0, 1, 2, 11].map((second) => new Date(hour + 45 * MINUTE_MS + second * 1000));
    await put(times.map((Timestamp) => ({ MetricName: 'high', Value: 1, Timestamp, StorageResolution: 1 })));
    await put(times.map((Timestamp) => ({ MetricName: 'regular', Value: 1, Timestamp })));
    const counts = async (name: string, Period: number) =>
      (await ask(name, { Period, Statistics: ['SampleCount'], StartTime: at(45), EndTime: at(46) })).map(
        ({ SampleCount }) => SampleCount,
      );
    expect(await counts('high', 1)).toEqual([1, 1, 1, 1]);
    expect(await counts('high', 10)).toEqual([3, 1]);
    expect(await counts('regular', 10)).toEqual([4]);
  });

  it('gives percentiles of values, and none of statistic sets or negative values', async () => {
    const set = { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 };
    await put([
      { MetricName: 'p', Values: [1, 2, 3, 4], Counts: [1, 1, 1, 97], Timestamp: at(0) },
      { MetricName: 'p', StatisticValues: set, Timestamp: at(1) },
      { MetricName: 'p', Value: -1, Timestamp: at(2) },
      { MetricName: 'p', StatisticValues: { ...set, Maximum: 1, Sum: 2 }, Timestamp: at(3) },
    ]);
    const points = await ask('p', { ExtendedStatistics: ['p0', 'p2.5', 'p50', 'p100'] });
    expect(points.map(({ Timestamp, ExtendedStatistics }) => [Timestamp, ExtendedStatistics])).toEqual([
      [at(0), { p0: 1, 'p2.5': 3, p50: 4, p100: 4 }],
      [at(3), { p0: 1, 'p2.5': 1, p50: 1, p100: 1 }],
    ]);
    for (const statistic of ['tm90', 'TM(10%:90%)', 'IQM', 'wm98', 'PR(:300)', 'tc99', 'TS(80%:)']) {
      await expect(ask('p', { ExtendedStatistics: [statistic] })).rejects.toThrow(`the statistic ${statistic}`);
    }
    await expect(ask('p', { ExtendedStatistics: ['p101'] })).rejects.toThrow('p101');
  });

  it('forgets short periods of what is old', async () => {
    const { cloudwatch } = plane.clients();
    const wall = plane.clock.now();
    await put([{ MetricName: 'old', Value: 1, Timestamp: at(0), StorageResolution: 1 }]);
    const seen = async (days: number, Period: number): Promise<boolean> => {
      plane.clock.set({ time: wall + days * 24 * HOUR_MS });
      const range = { StartTime: at(-60), EndTime: new Date(hour + (Period < 60 ? 20 : 60) * MINUTE_MS) };
      const query = { Namespace: 'Spec', MetricName: 'old', Period, Statistics: ['Sum' as const], ...range };
      const { Datapoints } = await cloudwatch.send(new GetMetricStatisticsCommand(query));
      return Datapoints!.length > 0;
    };
    expect([await seen(0, 10), await seen(0.5, 10)]).toEqual([true, false]);
    expect([await seen(14, 60), await seen(16, 60)]).toEqual([true, false]);
    expect([await seen(62, 300), await seen(64, 300)]).toEqual([true, false]);
    expect([await seen(454, 3600), await seen(456, 3600)]).toEqual([true, false]);
    plane.clock.set({ time: wall });
  });

  it.each<[string, Partial<GetMetricStatisticsCommandInput>, string, RegExp]>([
    ['no statistics', {}, 'MissingRequiredParameterException', /either Statistics or ExtendedStatistics/],
    [
      'both kinds of statistics',
      { Statistics: ['Sum'], ExtendedStatistics: ['p50'] },
      ...(['InvalidParameterCombinationException', /must not both/] as const),
    ],
    [
      'an end that is the start',
      { Statistics: ['Sum'], EndTime: new Date(hour) },
      ...(['InvalidParameterValueException', /The parameter StartTime must not equal parameter EndTime\./] as const),
    ],
    [
      'an end before the start',
      { Statistics: ['Sum'], EndTime: new Date(hour - 1) },
      ...(['InvalidParameterValueException', /StartTime must be less than the parameter EndTime/] as const),
    ],
    ['a period of 45 s', { Statistics: ['Sum'], Period: 45 }, 'InvalidParameterValueException', /Period/],
    [
      'more than 1440 points',
      { Statistics: ['Sum'], Period: 1 },
      ...(['InvalidParameterCombinationException', /requested up to 3600 datapoints, .* limit of 1440/] as const),
    ],
    ['a statistic that is none', { Statistics: ['Mode' as never] }, 'ValidationError', /enum value set/],
  ])('refuses %s', async (_, change, name, message) => {
    await expect(ask('m', change)).rejects.toMatchObject({ name, message: expect.stringMatching(message) as string });
  });
});
