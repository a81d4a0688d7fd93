import {
  ListMetricsCommand,
  paginateListMetrics,
  PutMetricDataCommand,
  type ListMetricsCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';

const HOUR_MS = 3_600_000;

describe('ListMetrics', () => {
  const plane = withPlane();
  const put = (Namespace: string, names: readonly string[], dimensions: Record<string, string> = {}) => {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const MetricData = names.map((MetricName) => ({ MetricName, Dimensions, Value: 1 }));
    return plane.clients().cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
  };
  const list = async (input: ListMetricsCommandInput): Promise<string[]> => {
    const { Metrics } = await plane.clients().cloudwatch.send(new ListMetricsCommand(input));
    return Metrics!.map(({ MetricName, Dimensions }) =>
      [MetricName, ...Dimensions!.map(({ Value }) => Value)].join(' '),
    );
  };

  beforeAll(async () => {
    await put('A', ['loss', 'ndcg'], { job: 'one', host: 'algo-1' });
    await put('A', ['loss'], { job: 'two' });
    await put('B', ['loss']);
  });

  plane.executes(
    'cloudwatch:ListMetrics',
    { seenBy: 'cloudwatch:PutMetricData', title: 'filters by namespace, name and dimensions' },
    async () => {
      await put('A', ['loss'], { job: 'two' });
      expect(await list({ Namespace: 'A' })).toEqual(['loss algo-1 one', 'ndcg algo-1 one', 'loss two']);
      expect(await list({ MetricName: 'loss' })).toEqual(['loss algo-1 one', 'loss two', 'loss']);
      expect(await list({ Dimensions: [{ Name: 'job' }] })).toHaveLength(3);
      expect(await list({ Dimensions: [{ Name: 'job', Value: 'two' }] })).toEqual(['loss two']);
      expect(await list({ Dimensions: [{ Name: 'job' }, { Name: 'host', Value: 'algo-1' }] })).toHaveLength(2);
      expect(await list({ Dimensions: [{ Name: 'host', Value: 'one' }] })).toEqual([]);
    },
  );

  it('pages by 500, also while metrics are added', async () => {
    const names = Array.from({ length: 1200 }, (_, index) => `m${index}`);
    await put('Paged', names.slice(0, 1000));
    await put('Paged', names.slice(1000));
    const { cloudwatch } = plane.clients();
    const pages: number[] = [];
    const seen: string[] = [];
    for await (const { Metrics } of paginateListMetrics({ client: cloudwatch }, { Namespace: 'Paged' })) {
      if (pages.length === 0) await put('Paged', ['late']);
      pages.push(Metrics!.length);
      seen.push(...Metrics!.map(({ MetricName }) => MetricName!));
    }
    expect(pages).toEqual([500, 500, 201]);
    expect(seen).toEqual([...names, 'late']);
    const { NextToken } = await cloudwatch.send(new ListMetricsCommand({ Namespace: 'Paged' }));
    const refused = { name: 'InvalidParameterValueException' };
    await expect(list({ NextToken })).rejects.toMatchObject(refused);
    await expect(list({ Namespace: 'Paged', NextToken: 'x' })).rejects.toMatchObject(refused);
  });

  it('leaves out what had no data for two weeks, and for three hours when asked', async () => {
    plane.clock.set({ time: plane.clock.now() + 4 * HOUR_MS });
    await put('B', ['fresh']);
    expect(await list({ Namespace: 'B' })).toEqual(['loss', 'fresh']);
    expect(await list({ Namespace: 'B', RecentlyActive: 'PT3H' })).toEqual(['fresh']);
    plane.clock.set({ time: plane.clock.now() + 15 * 24 * HOUR_MS });
    expect(await list({})).toEqual([]);
  });

  it('names what it does not execute', async () => {
    await expect(list({ IncludeLinkedAccounts: true })).rejects.toThrow('IncludeLinkedAccounts of ListMetrics');
    await expect(list({ OwningAccount: '222222222222' })).rejects.toThrow('OwningAccount of ListMetrics');
    await expect(list({ RecentlyActive: 'PT1H' as never })).rejects.toMatchObject({ name: 'ValidationError' });
  });
});
