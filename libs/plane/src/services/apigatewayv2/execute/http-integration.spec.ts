/** Integrations with a server on this machine. */
import { CreateRouteCommand } from '@aws-sdk/client-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { refusal, withEchoApis } from '../../../testing/echo-apis.ts';
import { withPlane } from '../../../testing/index.ts';

describe('HTTP integrations', () => {
  const plane = withPlane();
  const apis = withEchoApis(plane);
  const { ask, client, createApi, integrate } = apis;

  it('hand over method, headers and bytes, and the status of the answer', async () => {
    const apiId = await createApi({ 'ANY /{proxy+}': '/{proxy}', $default: '/base' });
    const body = Buffer.from([0, 255, 128, 10]);
    const { echo } = await ask(apiId, '/x/y', {
      method: 'PUT',
      body,
      headers: { 'X-One': 'a', 'Content-Length': 4 },
    });
    expect(echo).toMatchObject({
      ...{ method: 'PUT', url: '/x/y', body: body.toString('latin1') },
      headers: {
        'x-one': 'a',
        'content-length': '4',
        via: 'HTTP/1.1 AmazonAPIGateway',
        host: new URL(apis.upstream).host,
      },
    });
    expect((await ask(apiId, '/teapot')).status).toBe(418);
    expect((await ask(apiId, '')).echo!.url).toBe('/base/');
  });

  it('that are late or away are 503', async () => {
    const apiId = await createApi({});
    const slow = await integrate(apiId, '/slow', { TimeoutInMillis: 50 });
    await client().send(new CreateRouteCommand({ ApiId: apiId, RouteKey: 'GET /slow', Target: slow }));
    const gone = await integrate(apiId, '', { IntegrationUri: 'http://127.0.0.1:1/' });
    await client().send(new CreateRouteCommand({ ApiId: apiId, RouteKey: 'GET /gone', Target: gone }));
    for (const path of ['/slow', '/gone']) {
      expect(await ask(apiId, path)).toMatchObject(refusal(503, 'Service Unavailable'));
    }
  });
});
