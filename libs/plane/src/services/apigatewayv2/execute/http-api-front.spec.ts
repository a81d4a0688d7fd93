/** Where requests to deployed APIs go, and how large they may be. */
import {
  CreateDeploymentCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  DeleteRouteCommand,
  UpdateApiCommand,
  UpdateIntegrationCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { refusal, withEchoApis } from '../../../testing/echo-apis.ts';
import { withPlane } from '../../../testing/index.ts';
import { rawRequest } from '../../../testing/raw-request.ts';

describe('requests to HTTP APIs', () => {
  const plane = withPlane();
  const apis = withEchoApis(plane);
  const { ask, client, createApi, integrate } = apis;

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
      const change = { ApiId: apiId, IntegrationId, IntegrationUri: `${apis.upstream}/two` };
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
});
