/** Requests to deployed APIs, answered by a server on this machine: addresses, stages, routing, limits, CORS, IAM, throttling. */
import {
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  DeleteCorsConfigurationCommand,
  DeleteRouteCommand,
  UpdateApiCommand,
  UpdateIntegrationCommand,
  UpdateStageCommand,
  type Cors,
  type CreateStageCommandInput,
  type RouteSettings,
} from '@aws-sdk/client-apigatewayv2';
import { GetMetricStatisticsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest, type RawRequest } from '../../../testing/raw-request.ts';
import { signer } from '../../../testing/signer.ts';
import { waitFor, withPlane } from '../../../testing/index.ts';

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly bytes: number;
}

/** Says what it was asked, of a long body the beginning; `/slow` never answers, `/cors` has CORS headers of its own. */
const echoServer = (): Server =>
  createServer((req, res) => {
    if (req.url!.startsWith('/slow')) return;
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const { method, url, headers } = req;
      const whole = Buffer.concat(chunks);
      const body = whole.toString('latin1', 0, 100);
      res.writeHead(url!.startsWith('/teapot') ? 418 : 200, {
        ...{ 'Content-Type': 'application/json', 'Set-Cookie': ['a=1', 'b=2'] },
        'Access-Control-Allow-Origin': 'https://integration.example',
      });
      res.end(JSON.stringify({ method, url, headers, body, bytes: whole.length }));
    });
  });

describe('requests to HTTP APIs', () => {
  const plane = withPlane();
  const server = echoServer();
  let upstream: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const client = () => plane.clients().apigatewayv2;
  const integrate = async (ApiId: string, uri: string, more: object = {}): Promise<string> => {
    const proxy = { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', PayloadFormatVersion: '1.0' } as const;
    const integration = { ApiId, IntegrationUri: upstream + uri, ...proxy, ...more };
    return `integrations/${(await client().send(new CreateIntegrationCommand(integration))).IntegrationId}`;
  };
  /** An API whose routes go to paths of the server. */
  const createApi = async (
    routes: Readonly<Record<string, string>>,
    {
      cors: CorsConfiguration,
      stage = { StageName: '$default', AutoDeploy: true },
      iam = false,
    }: { cors?: Cors; stage?: Omit<CreateStageCommandInput, 'ApiId'>; iam?: boolean } = {},
  ): Promise<string> => {
    const api = { Name: 'spec', ProtocolType: 'HTTP', CorsConfiguration } as const;
    const { ApiId } = await client().send(new CreateApiCommand(api));
    for (const [RouteKey, uri] of Object.entries(routes)) {
      const Target = await integrate(ApiId!, uri);
      const route = { ApiId, RouteKey, Target, ...(iam && { AuthorizationType: 'AWS_IAM' as const }) };
      await client().send(new CreateRouteCommand(route));
    }
    await client().send(new CreateStageCommand({ ApiId, ...stage }));
    return ApiId!;
  };
  const ask = async (apiId: string, path: string, more: RawRequest = {}) => {
    const answer = await rawRequest(plane.url, { method: 'GET', ...more, path: `/_aws/execute-api/${apiId}${path}` });
    return {
      ...answer,
      echo: answer.status === 200 && answer.body !== '' ? (JSON.parse(answer.body) as Echo) : undefined,
    };
  };
  const refusal = (status: number, message: string) => ({ status, body: JSON.stringify({ message }) });

  describe('addresses', () => {
    it('answers at its path and at its host name, whatever the method', async () => {
      const apiId = await createApi({ 'ANY /items/{id}': '/things/{id}' });
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const { status, headers, echo } = await ask(apiId, '/items/a%20b?x=1&x=2', { method });
        expect({ status, ...echo }).toMatchObject({ status: 200, method, url: '/things/a%20b?x=1&x=2' });
        expect(headers['apigw-requestid']).toMatch(/^[\w-]{15}=$/);
        expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
      }
      const { port } = new URL(plane.url);
      for (const host of [
        `${apiId}.execute-api.us-east-1.localhost:${port}`,
        `${apiId}.execute-api.us-east-1.localhost`,
      ]) {
        const named = await rawRequest(plane.url, { method: 'GET', path: '/items/7', headers: { host } });
        expect(named).toMatchObject({ status: 200, body: expect.stringContaining('/things/7') as string });
      }
    });

    it('answers HEAD without a body', async () => {
      const apiId = await createApi({ 'ANY /{proxy+}': '/{proxy}' });
      const { status, headers, body } = await ask(apiId, '/x', { method: 'HEAD' });
      expect({ status, body }).toEqual({ status: 200, body: '' });
      expect(headers['content-type']).toBe('application/json');
    });

    it('refuses hosts that are no API of this plane', async () => {
      const apiId = await createApi({ $default: '/' });
      const { port } = new URL(plane.url);
      const by = (host: string) => rawRequest(plane.url, { method: 'GET', path: '/', headers: { host } });
      expect((await by(`${apiId}.execute-api.us-east-1.localhost:${Number(port) + 1}`)).status).toBe(403);
      expect((await by(`${apiId}.execute-api.us-east-1.amazonaws.com`)).status).toBe(403);
      expect((await by(`x.${apiId}.execute-api.us-east-1.localhost:${port}`)).status).toBe(403);
      expect(await by(`${apiId}.execute-api.eu-west-1.localhost:${port}`)).toMatchObject(refusal(404, 'Not Found'));
    });

    it('knows no API that is not there', async () => {
      const apiId = await createApi({ $default: '/' });
      expect((await ask(apiId, '/')).status).toBe(200);
      await client().send(new DeleteApiCommand({ ApiId: apiId }));
      expect(await ask(apiId, '/')).toMatchObject(refusal(404, 'Not Found'));
      expect(await ask('nothere', '')).toMatchObject(refusal(404, 'Not Found'));
      expect(await ask('', '')).toMatchObject(refusal(404, 'Not Found'));
    });

    it('is off when its default endpoint is', async () => {
      const apiId = await createApi({ $default: '/' });
      await client().send(new UpdateApiCommand({ ApiId: apiId, DisableExecuteApiEndpoint: true }));
      expect(await ask(apiId, '/')).toMatchObject(refusal(404, 'Not Found'));
    });
  });

  describe('stages and routes', () => {
    it('finds the stage before the route', async () => {
      const apiId = await createApi({ 'GET /a': '/plain', 'GET /dev/a': '/deep' });
      expect((await ask(apiId, '/dev/a')).echo!.url).toBe('/deep');
      await client().send(new CreateStageCommand({ ApiId: apiId, StageName: 'dev', AutoDeploy: true }));
      expect((await ask(apiId, '/dev/a')).echo!.url).toBe('/plain');
      expect((await ask(apiId, '/dev/dev/a')).echo!.url).toBe('/deep');
      expect((await ask(apiId, '/a')).echo!.url).toBe('/plain');
    });

    it('answers 404 where no stage or no route is', async () => {
      const apiId = await createApi({ 'GET /a/{b}': '/' }, { stage: { StageName: 'dev', AutoDeploy: true } });
      for (const path of ['/a/1', '/dev', '/dev/', '/dev/a', '/dev/a/', '/dev/a/b/c', '/dev/b/1', '/$default/a/1']) {
        expect(await ask(apiId, path), path).toMatchObject(refusal(404, 'Not Found'));
      }
      expect(await ask(apiId, '/dev/a/1', { method: 'POST' })).toMatchObject(refusal(404, 'Not Found'));
      expect((await ask(apiId, '/dev/a/1')).status).toBe(200);
    });

    it('serves what was deployed until the next deployment', async () => {
      const apiId = await createApi({ 'GET /a': '/a' }, { stage: { StageName: '$default' } });
      expect((await ask(apiId, '/a')).status).toBe(404);
      await client().send(new CreateDeploymentCommand({ ApiId: apiId, StageName: '$default' }));
      expect((await ask(apiId, '/a')).status).toBe(200);
      const Target = await integrate(apiId, '/b');
      await client().send(new CreateRouteCommand({ ApiId: apiId, RouteKey: 'GET /b', Target }));
      expect((await ask(apiId, '/b')).status).toBe(404);
      await client().send(new CreateDeploymentCommand({ ApiId: apiId, StageName: '$default' }));
      expect((await ask(apiId, '/b')).status).toBe(200);
    });

    it('serves each change at once where it deploys by itself', async () => {
      const apiId = await createApi({});
      const Target = await integrate(apiId, '/one');
      const { RouteId } = await client().send(new CreateRouteCommand({ ApiId: apiId, RouteKey: 'GET /a', Target }));
      expect((await ask(apiId, '/a')).echo!.url).toBe('/one');
      const IntegrationId = Target.split('/')[1]!;
      const change = { ApiId: apiId, IntegrationId, IntegrationUri: `${upstream}/two` };
      await client().send(new UpdateIntegrationCommand(change));
      expect((await ask(apiId, '/a')).echo!.url).toBe('/two');
      await client().send(new DeleteRouteCommand({ ApiId: apiId, RouteId }));
      expect((await ask(apiId, '/a')).status).toBe(404);
    });

    it('fills in the variables of the stage', async () => {
      const stage = { StageName: '$default', AutoDeploy: true, StageVariables: { where: 'north' } };
      const apiId = await createApi(
        { 'GET /a': '/${stageVariables.where}', 'GET /b': '/${stageVariables.none}' },
        { stage },
      );
      expect((await ask(apiId, '/a')).echo!.url).toBe('/north');
      expect(await ask(apiId, '/b')).toMatchObject(refusal(500, 'Internal Server Error'));
      await client().send(
        new UpdateStageCommand({ ApiId: apiId, StageName: '$default', StageVariables: { none: 'south' } }),
      );
      expect((await ask(apiId, '/b')).echo!.url).toBe('/south');
    });

    it('goes on after a restart with what it was', async () => {
      const apiId = await createApi({ 'GET /a/{b}': '/{b}' });
      await plane.restart();
      expect((await ask(apiId, '/a/7')).echo!.url).toBe('/7');
    });

    it('answers 500 for a route without an integration', async () => {
      const apiId = await createApi({});
      await client().send(new CreateRouteCommand({ ApiId: apiId, RouteKey: 'GET /a' }));
      expect(await ask(apiId, '/a')).toMatchObject(refusal(500, 'Internal Server Error'));
    });
  });

  describe('integrations', () => {
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
          host: new URL(upstream).host,
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

  describe('limits', () => {
    it('takes bodies up to 10 MB, announced or not', async () => {
      const apiId = await createApi({ 'POST /a': '/' });
      const mebibyte = 1024 * 1024;
      const large = { method: 'POST', body: Buffer.alloc(10 * mebibyte, 'a') };
      expect((await ask(apiId, '/a', large)).echo!.bytes).toBe(10 * mebibyte);
      const announced = { method: 'POST', headers: { 'content-length': 10 * mebibyte + 1, expect: '100-continue' } };
      expect(await ask(apiId, '/a', announced)).toMatchObject(refusal(413, 'Request Entity Too Large'));
      const body = Buffer.alloc(10 * mebibyte + 1);
      const chunked = await fetch(`${plane.url}/_aws/execute-api/${apiId}/a`, {
        ...{ method: 'POST', duplex: 'half' },
        body: new ReadableStream({
          start: (controller) => {
            controller.enqueue(body);
            controller.close();
          },
        }),
      });
      expect(chunked.status).toBe(413);
      await chunked.arrayBuffer();
    });

    it('takes 10,240 bytes of headers', async () => {
      const apiId = await createApi({ 'GET /a': '/' });
      expect((await ask(apiId, '/a', { headers: { x: 'y'.repeat(9_900) } })).status).toBe(200);
      const answer = await ask(apiId, '/a', { headers: { x: 'y'.repeat(10_240) } });
      expect(answer).toMatchObject(refusal(431, 'Request Header Fields Too Large'));
    });

    it('refuses a path that is not encoded as paths are', async () => {
      const apiId = await createApi({ $default: '/' });
      expect(await ask(apiId, '/%zz')).toMatchObject(refusal(400, 'Bad Request'));
      expect(await ask(apiId, '/%ff')).toMatchObject(refusal(400, 'Bad Request'));
    });
  });

  describe('CORS', () => {
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

  describe('IAM', () => {
    const signed = async (
      apiId: string,
      { account = 0, service = 'execute-api', region = 'us-east-1', body = '' } = {},
    ) => {
      const request = { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', query: {}, body };
      const { headers } = await signer(service, region, plane.accounts[account]!).sign({
        ...{ ...request, path: `/_aws/execute-api/${apiId}/a`, headers: { host: new URL(plane.url).host } },
      });
      return { method: 'POST', headers, body };
    };

    it('lets in who signs for the API in its account', async () => {
      const apiId = await createApi({ 'POST /a': '/' }, { iam: true });
      const { echo } = await ask(apiId, '/a', await signed(apiId, { body: 'hello' }));
      expect(echo).toMatchObject({ method: 'POST', body: 'hello' });
    });

    it('answers 403 to everybody else', async () => {
      const apiId = await createApi({ 'POST /a': '/' }, { iam: true });
      const good = await signed(apiId, { body: 'hello' });
      for (const request of [
        { method: 'POST', body: 'hello' },
        { ...good, body: 'other' },
        { ...good, headers: { ...good.headers, authorization: 'AWS4-HMAC-SHA256 nonsense' } },
        await signed(apiId, { account: 1 }),
        await signed(apiId, { service: 'lambda' }),
        await signed(apiId, { region: 'eu-west-1' }),
      ]) {
        expect(await ask(apiId, '/a', request)).toMatchObject(refusal(403, 'Forbidden'));
      }
    });
  });

  describe('throttling', () => {
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

  describe('metrics', () => {
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
});
