/** Routes that take no more than their rates. */
import { UpdateStageCommand, type RouteSettings } from '@aws-sdk/client-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { refusal, withEchoApis } from '../../../testing/echo-apis.ts';
import { withPlane } from '../../../testing/index.ts';

describe('throttling', () => {
  const plane = withPlane();
  const { ask, client, createApi } = withEchoApis(plane);

  const limits = (ThrottlingBurstLimit: number, ThrottlingRateLimit = 0.001): RouteSettings => ({
    ...{ ThrottlingBurstLimit, ThrottlingRateLimit },
  });
  const statuses = async (apiId: string, path: string, times: number): Promise<number[]> => {
    const seen: number[] = [];
    for (let count = 0; count < times; count += 1) seen.push((await ask(apiId, path)).status);
    return seen;
  };

  it('answers 429 beyond the burst, for each route by itself', async () => {
    const stage = { StageName: '$default', AutoDeploy: true, DefaultRouteSettings: limits(2) };
    const apiId = await createApi({ 'GET /a': '/', 'GET /b': '/' }, { stage });
    expect(await statuses(apiId, '/a', 4)).toEqual([200, 200, 429, 429]);
    expect(await statuses(apiId, '/b', 1)).toEqual([200]);
    expect(await ask(apiId, '/a')).toMatchObject(refusal(429, 'Too Many Requests'));
    const RouteSettings = { 'GET /b': limits(0), 'GET /a': limits(3) };
    await client().send(new UpdateStageCommand({ ApiId: apiId, StageName: '$default', RouteSettings }));
    expect(await statuses(apiId, '/a', 4)).toEqual([200, 200, 200, 429]);
    expect(await statuses(apiId, '/b', 1)).toEqual([429]);
  });
});
