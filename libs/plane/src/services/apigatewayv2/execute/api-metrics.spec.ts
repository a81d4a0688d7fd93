/** What CloudWatch hears of deployed APIs. */
import { GetMetricStatisticsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { withEchoApis } from '../../../testing/echo-apis.ts';
import { waitFor, withPlane } from '../../../testing/index.ts';

describe('metrics of HTTP APIs', () => {
  const plane = withPlane();
  const { ask, createApi } = withEchoApis(plane);

  const sums = async (apiId: string, stage?: string): Promise<Record<string, number>> => {
    const Dimensions = [{ Name: 'ApiId', Value: apiId }, ...(stage ? [{ Name: 'Stage', Value: stage }] : [])];
    const found: Record<string, number> = {};
    for (const MetricName of ['Count', '4xx', '5xx', 'Latency', 'IntegrationLatency']) {
      const { Datapoints } = await plane.clients().cloudwatch.send(
        new GetMetricStatisticsCommand({
          ...{ Namespace: 'AWS/ApiGateway', MetricName, Dimensions, Period: 60, Statistics: ['Sum', 'SampleCount'] },
          StartTime: new Date(plane.clock.now() - 600_000),
          EndTime: new Date(plane.clock.now() + 60_000),
        }),
      );
      const statistic = MetricName.endsWith('Latency') ? 'SampleCount' : 'Sum';
      found[MetricName] = Datapoints!.reduce((sum, point) => sum + point[statistic]!, 0);
    }
    return found;
  };

  it('counts requests, errors and latencies by API and by stage', async () => {
    const apiId = await createApi({
      'GET /a': '/',
      'GET /teapot': '/teapot',
      'GET /none': '/${stageVariables.none}',
    });
    for (const path of ['/a', '/a', '/teapot', '/nothing', '/none']) await ask(apiId, path);
    const expected = { Count: 5, '4xx': 2, '5xx': 1, Latency: 5, IntegrationLatency: 3 };
    await waitFor(async () => (await sums(apiId)).Count === 5);
    expect(await sums(apiId)).toEqual(expected);
    expect(await sums(apiId, '$default')).toEqual(expected);
    await ask(apiId, '/a');
    await plane.restart();
    expect((await sums(apiId)).Count).toBe(6);
  });

  it('cannot be written by users', async () => {
    const MetricData = [{ MetricName: 'Count', Value: 1 }];
    const put = new PutMetricDataCommand({ Namespace: 'AWS/ApiGateway', MetricData });
    await expect(plane.clients().cloudwatch.send(put)).rejects.toThrow('The value AWS/ for parameter Namespace');
  });
});
