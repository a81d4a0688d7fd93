/** CORS of deployed APIs. */
import { DeleteCorsConfigurationCommand, type Cors } from '@aws-sdk/client-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { withEchoApis } from '../../../testing/echo-apis.ts';
import { withPlane } from '../../../testing/index.ts';
import { type RawRequest } from '../../../testing/raw-request.ts';

describe('CORS', () => {
  const plane = withPlane();
  const { ask, client, createApi } = withEchoApis(plane);

  const cors: Cors = {
    ...{ AllowOrigins: ['https://a.example', 'http://*'], AllowMethods: ['GET', 'POST'], AllowHeaders: ['X-One'] },
    ...{ ExposeHeaders: ['Date'], MaxAge: 300, AllowCredentials: true },
  };
  const preflight = (origin: string, method = 'GET'): RawRequest => ({
    ...{ method: 'OPTIONS', headers: { origin, 'access-control-request-method': method } },
  });
  const corsOf = (headers: object) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));

  it('answers preflights itself, whatever the routes are', async () => {
    const apiId = await createApi({ 'ANY /{proxy+}': '/{proxy}' }, { cors });
    const { status, headers, body } = await ask(apiId, '/x', preflight('https://a.example'));
    expect({ status, body, ...corsOf(headers) }).toEqual({
      ...{ status: 204, body: '', 'access-control-allow-origin': 'https://a.example' },
      ...{ 'access-control-allow-methods': 'GET,POST', 'access-control-allow-headers': 'x-one' },
      ...{ 'access-control-max-age': '300', 'access-control-allow-credentials': 'true' },
    });
    for (const refused of [preflight('https://b.example'), preflight('https://a.example', 'PUT')]) {
      const answer = await ask(apiId, '/x', refused);
      expect({ status: answer.status, ...corsOf(answer.headers) }).toEqual({ status: 204 });
    }
    const plain = await ask(apiId, '/x', { method: 'OPTIONS' });
    expect(plain.echo!.method).toBe('OPTIONS');
  });

  it('puts its headers in the place of the integration’s', async () => {
    const apiId = await createApi({ 'ANY /{proxy+}': '/{proxy}' }, { cors });
    const allowed = await ask(apiId, '/x', { headers: { origin: 'http://any.example' } });
    expect(corsOf(allowed.headers)).toEqual({
      ...{ 'access-control-allow-origin': 'http://any.example', 'access-control-allow-credentials': 'true' },
      'access-control-expose-headers': 'date',
    });
    expect(corsOf((await ask(apiId, '/x', { headers: { origin: 'https://b.example' } })).headers)).toEqual({});
    expect(corsOf((await ask(apiId, '/x')).headers)).toEqual({});
    await client().send(new DeleteCorsConfigurationCommand({ ApiId: apiId }));
    const own = await ask(apiId, '/x', { headers: { origin: 'https://b.example' } });
    expect(corsOf(own.headers)).toEqual({ 'access-control-allow-origin': 'https://integration.example' });
  });
});
