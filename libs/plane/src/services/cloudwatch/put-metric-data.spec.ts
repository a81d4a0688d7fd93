import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  type Datapoint,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { rawRequest } from '../../testing/raw-request.ts';
import { signer } from '../../testing/signer.ts';

describe('PutMetricData', () => {
  const plane = withPlane();
  const minute = (): number => Math.floor(plane.clock.now() / 60_000) * 60_000;
  const put = (MetricData: MetricDatum[], Namespace = 'Spec', account = 0) =>
    plane.clients(account).cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
  const read = async (MetricName: string, more: object = {}, account = 0): Promise<Datapoint[]> => {
    const { Datapoints } = await plane.clients(account).cloudwatch.send(
      new GetMetricStatisticsCommand({
        ...{ Namespace: 'Spec', MetricName, Period: 60, Statistics: ['SampleCount', 'Sum', 'Minimum', 'Maximum'] },
        ...{ StartTime: new Date(minute() - 600_000), EndTime: new Date(minute() + 120_000) },
        ...more,
      }),
    );
    return Datapoints!;
  };

  plane.executes(
    'cloudwatch:PutMetricData',
    { seenBy: 'cloudwatch:GetMetricStatistics', title: 'adds values, counted values and statistic sets to one period' },
    async () => {
      const Timestamp = new Date(minute());
      await put([
        { MetricName: 'loss', Value: 2, Timestamp },
        { MetricName: 'loss', Value: 2, Timestamp },
        { MetricName: 'loss', Values: [1, 8], Counts: [3, 0], Timestamp },
        { MetricName: 'loss', StatisticValues: { SampleCount: 2, Sum: 20, Minimum: 9, Maximum: 11 }, Timestamp },
      ]);
      expect(await read('loss')).toEqual([
        { Timestamp, Unit: 'None', SampleCount: 7, Sum: 27, Minimum: 1, Maximum: 11 },
      ]);
      await plane.restart();
      expect(await read('loss')).toMatchObject([{ SampleCount: 7 }]);
    },
  );

  it('keeps metrics of other dimensions, namespaces, accounts and regions apart', async () => {
    const a = { Name: 'job', Value: 'a' };
    const b = { Name: 'host', Value: 'b' };
    await put([{ MetricName: 'apart', Value: 1, Dimensions: [a, b] }]);
    await put([{ MetricName: 'apart', Value: 2, Dimensions: [b, a] }]);
    await put([{ MetricName: 'apart', Value: 4, Dimensions: [a] }]);
    await put([{ MetricName: 'apart', Value: 8 }]);
    await put([{ MetricName: 'apart', Value: 16 }], 'Other');
    await put([{ MetricName: 'apart', Value: 32 }], 'Spec', 1);
    const sum = async (more: object, account = 0): Promise<number> =>
      (await read('apart', more, account)).reduce((total, { Sum }) => total + Sum!, 0);
    expect(await sum({ Dimensions: [b, a] })).toBe(3);
    expect(await sum({ Dimensions: [a] })).toBe(4);
    expect(await sum({ Dimensions: [b] })).toBe(0);
    expect(await sum({})).toBe(8);
    expect(await sum({}, 1)).toBe(32);
    const elsewhere = plane.clients(0, 'eu-west-1').cloudwatch;
    expect((await elsewhere.send(new ListMetricsCommand({}))).Metrics).toEqual([]);
  });

  it('takes a thousand metrics in one compressed request', async () => {
    const data = Array.from({ length: 1000 }, (_, index) => ({
      ...{ MetricName: `many-${index}`, Value: index / 7, Dimensions: [{ Name: 'TrainingJobName', Value: 'many' }] },
    }));
    await put(data);
    const query = (index: number) => ({
      Id: `q${index}`,
      MetricStat: {
        Metric: { Namespace: 'Spec', MetricName: `many-${index}`, Dimensions: data[index]!.Dimensions },
        ...{ Period: 3600, Stat: 'Sum' },
      },
    });
    const { MetricDataResults } = await plane.clients().cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: [0, 1, 500, 999].map(query),
        StartTime: new Date(plane.clock.now() - 7_200_000),
        EndTime: new Date(plane.clock.now() + 7_200_000),
      }),
    );
    expect(MetricDataResults!.map(({ Values }) => Values)).toEqual([[0], [1 / 7], [500 / 7], [999 / 7]]);
    await expect(put([...data, { MetricName: 'one more', Value: 1 }])).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The collection MetricData must not have a size greater than 1000.',
    });
  });

  const good: MetricDatum = { MetricName: 'refused', Value: 1 };
  const set = { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 };
  const days = 24 * 3_600_000;
  it.each<[string, Partial<MetricDatum>, string, RegExp]>([
    ['no value', { Value: undefined }, 'MissingRequiredParameterException', /At least one of the parameters/],
    ['two kinds', { StatisticValues: set }, 'InvalidParameterCombinationException', /member\.2\.Value and .*exclusive/],
    ['a value that is no number', { Value: Number.NaN }, 'InvalidParameterValueException', /The value NaN for/],
    ['a value beyond 2^360', { Value: 1e200 }, 'InvalidParameterValueException', /member\.2\.Value is invalid/],
    [
      'values without as many counts',
      { Value: undefined, Values: [1, 2], Counts: [1] },
      ...(['InvalidParameterValueException', /must be of the same size/] as const),
    ],
    [
      'more than 150 values',
      { Value: undefined, Values: Array.from({ length: 151 }, (_, index) => index) },
      ...(['InvalidParameterValueException', /must not have a size greater than 150/] as const),
    ],
    [
      'an upside-down set',
      { Value: undefined, StatisticValues: { ...set, Minimum: 2 } },
      ...(['InvalidParameterValueException', /Maximum must be greater/] as const),
    ],
    ['a resolution of 30 s', { StorageResolution: 30 }, 'InvalidParameterValueException', /StorageResolution/],
    [
      'a dimension twice',
      { Dimensions: ['x', 'y'].map((Value) => ({ Name: 'job', Value })) },
      ...(['InvalidParameterValueException', /Dimensions\.member\.2\.Name/] as const),
    ],
    ['a unit that is none', { Unit: 'Metres' as never }, 'ValidationError', /metricData\.2\.member\.unit/],
  ])('refuses %s, and all of the request', async (_, change, name, message) => {
    await expect(put([good, { ...good, ...change }])).rejects.toMatchObject({
      ...{ name, message: expect.stringMatching(message) as string },
    });
    expect(await read('refused')).toEqual([]);
  });

  it('takes times of the past two weeks and the next two hours', async () => {
    const at = (offset: number): MetricDatum => ({ ...good, Timestamp: new Date(plane.clock.now() + offset) });
    const words = 'must specify a time within the past two weeks.';
    await expect(put([at(-14 * days - 1000), at(-15 * days)])).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: `The parameter MetricData.member.1.Timestamp ${words}\nThe parameter MetricData.member.2.Timestamp ${words}`,
    });
    await expect(put([at(7_260_000)])).rejects.toThrow(/no more than two hours in the future/);
    await put([at(-14 * days + 60_000), at(7_140_000)], 'Times');
  });

  it('names what it does not execute, and namespaces that are AWS’s own', async () => {
    const entity = new PutMetricDataCommand({ Namespace: 'Spec', EntityMetricData: [{ MetricData: [good] }] });
    await expect(plane.clients().cloudwatch.send(entity)).rejects.toThrow('EntityMetricData of PutMetricData');
    await expect(put([good], 'AWS/SageMaker')).rejects.toThrow('The value AWS/ for parameter Namespace is invalid.');
    await expect(put([])).rejects.toMatchObject({ name: 'MissingRequiredParameterException' });
  });

  it('speaks the query protocol too, compressed or not', async () => {
    const send = async (form: Record<string, string>, compress = false) => {
      const text = new URLSearchParams({ Version: '2010-08-01', ...form }).toString();
      const body = compress ? gzipSync(text) : Buffer.from(text);
      const { headers } = await signer('monitoring', 'us-east-1', plane.accounts[0]!).sign({
        ...{ method: 'POST', protocol: 'http:', hostname: '127.0.0.1', path: '/', query: {}, body },
        headers: {
          ...{ host: new URL(plane.url).host, 'content-type': 'application/x-www-form-urlencoded' },
          ...(compress && { 'content-encoding': 'gzip' }),
        },
      });
      return rawRequest(plane.url, { headers, body });
    };
    const datum = { 'MetricData.member.1.MetricName': 'old', 'MetricData.member.1.Value': '2.5' };
    const request = { Action: 'PutMetricData', Namespace: 'Query', ...datum };
    expect(await send(request)).toMatchObject({ status: 200, body: expect.stringContaining('RequestId') as string });
    expect(await send(request, true)).toMatchObject({ status: 200 });
    const listed = await send({ Action: 'ListMetrics', Namespace: 'Query' });
    expect(listed.body).toContain('<MetricName>old</MetricName>');
    expect((await read('old', { Namespace: 'Query' }))[0]).toMatchObject({ SampleCount: 2, Sum: 5 });
    const wrong = await send({ ...request, 'MetricData.member.1.Value': 'NaN' });
    expect(wrong).toMatchObject({ status: 400, code: 'InvalidParameterValue' });
  });

  it('refuses a body that says it is compressed and is not', async () => {
    const body = Buffer.from('{"Namespace":"Spec"}');
    const headers = {
      ...{ 'content-type': 'application/x-amz-json-1.0', 'content-encoding': 'gzip' },
      ...{ host: new URL(plane.url).host, 'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData' },
    };
    const request = { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', path: '/', query: {}, headers, body };
    const signed = await signer('monitoring', 'us-east-1', plane.accounts[0]!).sign(request);
    const answer = await rawRequest(plane.url, { headers: signed.headers, body });
    expect(answer).toMatchObject({ status: 400, code: 'SerializationException' });
    const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024));
    const large = await signer('monitoring', 'us-east-1', plane.accounts[0]!).sign({ ...request, body: bomb });
    expect(await rawRequest(plane.url, { headers: large.headers, body: bomb })).toMatchObject({ status: 413 });
  });
});
