import {
  GetMetricDataCommand,
  paginateGetMetricData,
  PutMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';

const MINUTE_MS = 60_000;

describe('GetMetricData', () => {
  const plane = withPlane();
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000;
  const at = (minutes: number): Date => new Date(hour + minutes * MINUTE_MS);
  const query = (Id: string, MetricName = Id, Stat = 'Sum', more: Partial<MetricDataQuery> = {}): MetricDataQuery => ({
    ...{ Id, MetricStat: { Metric: { Namespace: 'Spec', MetricName }, Period: 60, Stat } },
    ...more,
  });
  const input = (
    MetricDataQueries: MetricDataQuery[],
    more: Partial<GetMetricDataCommandInput> = {},
  ): GetMetricDataCommandInput => ({
    ...{ MetricDataQueries, StartTime: at(0), EndTime: at(60), ScanBy: 'TimestampAscending' },
    ...more,
  });
  const ask = async (queries: MetricDataQuery[], more: Partial<GetMetricDataCommandInput> = {}) => {
    const { MetricDataResults } = await plane.clients().cloudwatch.send(new GetMetricDataCommand(input(queries, more)));
    return MetricDataResults!;
  };
  const put = (name: string, values: readonly number[]) =>
    plane.clients().cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: 'Spec',
        MetricData: values.map((Value, minute) => ({ MetricName: name, Value, Timestamp: at(minute) })),
      }),
    );

  beforeAll(async () => {
    await put('a', [1, 2, 3, 4]);
    await put('b', [10, 0, 30]);
  });

  plane.executes(
    'cloudwatch:GetMetricData',
    { seenBy: 'cloudwatch:PutMetricData', title: 'gives series of many metrics, in either order' },
    async () => {
      await put('c', [5]);
      expect(await ask([query('q', 'a'), query('r', 'c', 'p50', { Label: 'mine' }), query('none')])).toEqual([
        {
          ...{ Id: 'q', Label: 'a', StatusCode: 'Complete' },
          ...{ Timestamps: [at(0), at(1), at(2), at(3)], Values: [1, 2, 3, 4] },
        },
        { Id: 'r', Label: 'mine', StatusCode: 'Complete', Timestamps: [at(0)], Values: [5] },
        { Id: 'none', Label: 'none', StatusCode: 'Complete', Timestamps: [], Values: [] },
      ]);
      const [newest] = await ask([query('a')], { ScanBy: undefined });
      expect(newest!.Values).toEqual([4, 3, 2, 1]);
    },
  );

  it('computes metric math over points of equal times', async () => {
    const math = async (Expression: string) => {
      const hidden = [query('a', 'a', 'Sum', { ReturnData: false }), query('b', 'b', 'Sum', { ReturnData: false })];
      const [result] = await ask([{ Id: 'e', Expression }, ...hidden, { Id: 'half', Expression: 'a / 2' }]);
      return result!.Values;
    };
    expect(await math('a + b')).toEqual([11, 2, 33]);
    expect(await math('a / b')).toEqual([0.1, 0.1]);
    expect(await math('2 * (a - 1) ^ 2 - -b')).toEqual([10, 2, 38]);
    expect(await math('half + a')).toEqual([1.5, 3, 4.5, 6]);
    expect(await math('-a^2')).toEqual([-1, -4, -9, -16]);
  });

  it('pages by points, each once, whatever comes in between', async () => {
    const { cloudwatch } = plane.clients();
    const pages: unknown[] = [];
    const all = new Map<string, number[]>();
    const request = input([query('a'), query('b')], { MaxDatapoints: 3, ScanBy: 'TimestampDescending' });
    for await (const { MetricDataResults } of paginateGetMetricData({ client: cloudwatch }, { ...request })) {
      pages.push(MetricDataResults!.map(({ Id, StatusCode, Values }) => [Id, StatusCode, Values!.length]));
      for (const { Id, Values } of MetricDataResults!) all.set(Id!, [...(all.get(Id!) ?? []), ...Values!]);
    }
    expect(pages).toEqual([
      [['a', 'PartialData', 3]],
      [
        ['a', 'Complete', 1],
        ['b', 'PartialData', 2],
      ],
      [['b', 'Complete', 1]],
    ]);
    expect([...all]).toEqual([
      ['a', [4, 3, 2, 1]],
      ['b', [30, 0, 10]],
    ]);
    const { NextToken } = await cloudwatch.send(new GetMetricDataCommand(request));
    await expect(ask([query('b')], { NextToken })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  it.each<[string, MetricDataQuery[], Partial<GetMetricDataCommandInput>, RegExp]>([
    [
      'ids of another pattern',
      [query('A', 'a'), query('b-c')],
      {},
      /The value A for .*member\.1\.Id.*\n.*member\.2\.Id/,
    ],
    [
      'an id twice',
      [query('a'), query('a', 'b')],
      {},
      /The values for parameter id in MetricDataQueries are not unique\./,
    ],
    ['an unknown statistic', [query('a', 'a', 'Mode')], {}, /The value Mode for .*MetricStat\.Stat is not a valid/],
    ['a statistic that is not executed', [query('a', 'a', 'tm90')], {}, /does not execute the statistic tm90/],
    ['neither metric nor expression', [{ Id: 'a' }], {}, /At least one of the parameters/],
    ['both', [query('a', 'a', 'Sum', { Expression: '1' })], {}, /Expression and .*MetricStat are mutually exclusive/],
    ['a period beside a metric', [query('a', 'a', 'Sum', { Period: 60 })], {}, /Period and .*MetricStat are mutually/],
    ['nothing to return', [query('a', 'a', 'Sum', { ReturnData: false })], {}, /ReturnData/],
    ['an end that is the start', [query('a')], { EndTime: new Date(hour) }, /StartTime must not equal/],
    ['too many points', [query('a')], { MaxDatapoints: 100_801 }, /MaxDatapoints/],
    ['no queries', [], {}, /MetricDataQueries/],
    ['more than 500 queries', Array.from({ length: 501 }, (_, index) => query(`q${index}`)), {}, /greater than 500/],
    ['a dynamic label', [query('a', 'a', 'Sum', { Label: '${LAST}' })], {}, /dynamic label '\$\{LAST\}'/],
    ['another account', [query('a', 'a', 'Sum', { AccountId: '222222222222' })], {}, /AccountId of another account/],
    ['a zone that is none', [query('a')], { LabelOptions: { Timezone: 'UTC' } }, /LabelOptions\.Timezone/],
    ['a function', [query('a'), { Id: 'e', Expression: 'SUM([a])' }], {}, /the function SUM of metric math/],
    ['a comparison', [query('a'), { Id: 'e', Expression: 'a > 1' }], {}, /'>' in metric math/],
    ['a search', [{ Id: 'e', Expression: "SEARCH('{Spec} a', 'Sum')" }], {}, /does not execute SEARCH/],
    ['Metrics Insights', [{ Id: 'e', Expression: 'SELECT AVG(a) FROM Spec' }], {}, /does not execute Metrics Insights/],
    ['an unknown id', [{ Id: 'e', Expression: 'x + 1' }], {}, /Error in expression 'x \+ 1': 'x' is not expected/],
    ['an incomplete expression', [query('a'), { Id: 'e', Expression: '(a +' }], {}, /it is not complete/],
    [
      'an expression of itself',
      [
        { Id: 'e', Expression: 'f' },
        { Id: 'f', Expression: 'e' },
      ],
      {},
      /refers to itself/,
    ],
    ['a number alone', [{ Id: 'e', Expression: '1 + 1' }], {}, /does not evaluate to a time series/],
  ])('refuses %s', async (_, queries, more, message) => {
    await expect(ask(queries, more)).rejects.toMatchObject({
      ...{ name: 'ValidationError', message: expect.stringMatching(message) as string },
    });
  });
});
