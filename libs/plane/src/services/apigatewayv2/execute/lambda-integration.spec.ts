/** Requests to deployed APIs, answered by Lambda functions that really run. */
import {
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  type CreateRouteCommandInput,
} from '@aws-sdk/client-apigatewayv2';
import { AddPermissionCommand } from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';
import { createActive } from '../../../testing/lambda-fixtures.ts';
import { rawRequest, type RawAnswer, type RawRequest } from '../../../testing/raw-request.ts';
import { signer } from '../../../testing/signer.ts';

const SECONDS = 60_000;

/** Answers the event, or what its body tells it to. */
const CODE = `export const handler = async (event) => {
  const order = event.routeKey === 'POST /order' ? JSON.parse(event.body) : {};
  if (order.throw) throw new Error('a fault of the handler');
  if (order.hang) await new Promise((resolve) => setTimeout(resolve, order.hang));
  if (order.exit) process.exit(3);
  return 'answer' in order ? order.answer : { statusCode: 200, body: JSON.stringify(event) };
};`;

type Event = Record<string, unknown> & { readonly headers: Readonly<Record<string, string>> };

describe('Lambda integrations', () => {
  const plane = withPlane();
  let apiId: string;

  const arnOf = (name: string, account = '111111111111'): string =>
    `arn:aws:lambda:us-east-1:${account}:function:${name}`;
  const createApi = async (
    routes: readonly string[],
    functionArn: string,
    more: {
      readonly integration?: object;
      readonly route?: Partial<CreateRouteCommandInput>;
      readonly variables?: Record<string, string>;
    } = {},
  ): Promise<string> => {
    const client = plane.clients().apigatewayv2;
    const { ApiId } = await client.send(new CreateApiCommand({ Name: 'spec', ProtocolType: 'HTTP' }));
    const proxy = { IntegrationType: 'AWS_PROXY', IntegrationUri: functionArn, PayloadFormatVersion: '2.0' } as const;
    const made = await client.send(new CreateIntegrationCommand({ ApiId, ...proxy, ...more.integration }));
    const Target = `integrations/${made.IntegrationId}`;
    for (const RouteKey of routes)
      await client.send(new CreateRouteCommand({ ApiId, RouteKey, Target, ...more.route }));
    for (const StageName of ['$default', 'dev']) {
      const StageVariables = more.variables ?? {};
      await client.send(new CreateStageCommand({ ApiId, StageName, AutoDeploy: true, StageVariables }));
    }
    return ApiId!;
  };
  const permit = (FunctionName: string, SourceArn: string, StatementId = 'api'): Promise<unknown> =>
    plane.clients().lambda.send(
      new AddPermissionCommand({
        ...{ FunctionName, StatementId, SourceArn, Action: 'lambda:InvokeFunction' },
        Principal: 'apigateway.amazonaws.com',
      }),
    );
  const ask = (path: string, more: RawRequest = {}, api = apiId): Promise<RawAnswer> =>
    rawRequest(plane.url, { method: 'GET', ...more, path: `/_aws/execute-api/${api}${path}` });
  const eventOf = async (path: string, more?: RawRequest, api?: string): Promise<Event> =>
    JSON.parse((await ask(path, more, api)).body) as Event;
  const order = (what: object, api?: string): Promise<RawAnswer> =>
    ask('/order', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(what) }, api);
  const refusal = (status: number, message: string) => ({ status, body: JSON.stringify({ message }) });

  beforeAll(async () => {
    await createActive(plane.clients(), 'echo', { code: CODE, Timeout: 3 });
    apiId = await createApi(['GET /recommendations/{user}', 'ANY /x/{proxy+}', 'POST /order'], arnOf('echo'));
    await permit('echo', `arn:aws:execute-api:us-east-1:111111111111:${apiId}/*/*/*`);
  }, SECONDS);

  describe('the event', () => {
    it('is AWS’s format 2.0', async () => {
      const headers = { 'X-One': 'a', 'X-Many': 'b, c', Cookie: 'c=1; d=2', 'User-Agent': 'spec/1' };
      const event = await eventOf('/recommendations/zo%C3%AB%20b?type=a&type=b&limit=5&empty=&q=%2F', { headers });
      const host = `${apiId}.execute-api.us-east-1.localhost:${new URL(plane.url).port}`;
      const { requestContext, ...rest } = event;
      expect(rest).toEqual({
        ...{ version: '2.0', routeKey: 'GET /recommendations/{user}', rawPath: '/recommendations/zoë b' },
        ...{ rawQueryString: 'type=a&type=b&limit=5&empty=&q=%2F', cookies: ['c=1', 'd=2'] },
        headers: {
          ...{ 'x-one': 'a', 'x-many': 'b, c', 'user-agent': 'spec/1', host: new URL(plane.url).host },
          'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/) as string,
          ...{
            'x-forwarded-for': '127.0.0.1',
            'x-forwarded-port': new URL(plane.url).port,
            'x-forwarded-proto': 'http',
          },
          connection: 'close',
        },
        queryStringParameters: { type: 'a,b', limit: '5', empty: '', q: '/' },
        ...{ pathParameters: { user: 'zoë b' }, isBase64Encoded: false },
      });
      expect(requestContext).toEqual({
        ...{ accountId: '111111111111', apiId, domainName: host, domainPrefix: apiId },
        http: {
          ...{ method: 'GET', path: '/recommendations/zoë b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
          userAgent: 'spec/1',
        },
        requestId: expect.stringMatching(/^[\w-]{15}=$/) as string,
        ...{ routeKey: 'GET /recommendations/{user}', stage: '$default' },
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/) as string,
        timeEpoch: expect.any(Number) as number,
      });
    });

    it('names the stage in the path, and holds nothing that was not given', async () => {
      const event = await eventOf('/dev/x/y/z');
      expect(event).toMatchObject({
        ...{ rawPath: '/dev/x/y/z', rawQueryString: '', pathParameters: { proxy: 'y/z' }, routeKey: 'ANY /x/{proxy+}' },
        requestContext: { stage: 'dev', http: { path: '/dev/x/y/z' } },
      });
      for (const absent of ['queryStringParameters', 'cookies', 'body', 'stageVariables']) {
        expect(event).not.toHaveProperty(absent);
      }
    });

    it.each([
      ['application/json', Buffer.from('{"zoë":1}'), false],
      ['application/vnd.x+json', Buffer.from('{}'), false],
      ['text/csv; charset=utf-8', Buffer.from('a,b'), false],
      ['application/octet-stream', Buffer.from('text'), true],
      ['application/x-www-form-urlencoded', Buffer.from('a=1'), true],
      ['application/json', Buffer.from([0x22, 0xff, 0x22]), true],
    ])('carries a body of %s', async (type, body, isBase64Encoded) => {
      const event = await eventOf('/x/y', { method: 'PUT', headers: { 'content-type': type }, body });
      expect(event).toMatchObject({ isBase64Encoded, body: body.toString(isBase64Encoded ? 'base64' : 'utf8') });
    });

    it('names who signed', async () => {
      const signedApi = await createApi(['GET /a'], arnOf('echo'), { route: { AuthorizationType: 'AWS_IAM' } });
      await permit('echo', `arn:aws:execute-api:us-east-1:111111111111:${signedApi}/*`, 'signed');
      const path = `/_aws/execute-api/${signedApi}/a`;
      const { headers } = await signer('execute-api', 'us-east-1', plane.accounts[0]!).sign({
        ...{ method: 'GET', protocol: 'http:', hostname: '127.0.0.1', path, query: {} },
        headers: { host: new URL(plane.url).host },
      });
      const event = await eventOf('/a', { headers }, signedApi);
      expect(event['requestContext']).toMatchObject({
        authorizer: {
          iam: {
            ...{ accessKey: plane.accounts[0]!.accessKeyId, accountId: '111111111111', cognitoIdentity: null },
            userArn: expect.stringMatching(/^arn:aws:iam::111111111111:user\//) as string,
          },
        },
      });
      expect(await ask('/a', {}, signedApi)).toMatchObject(refusal(403, 'Forbidden'));
    });
  });

  describe('the answer', () => {
    it('has the status, headers, cookies and bytes that the function gave', async () => {
      const bytes = Buffer.from([0, 255, 1]).toString('base64');
      const answer = { statusCode: 206, headers: { 'X-A': '1', 'Content-Type': 'a/b' }, cookies: ['a=1', 'b=2'] };
      const given = await fetch(`${plane.url}/_aws/execute-api/${apiId}/order`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        body: JSON.stringify({ answer: { ...answer, body: bytes, isBase64Encoded: true } }),
      });
      expect(given.status).toBe(206);
      expect(Object.fromEntries(given.headers)).toMatchObject({
        'x-a': '1',
        'content-type': 'a/b',
        'content-length': '3',
      });
      expect(given.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
      expect([...new Uint8Array(await given.arrayBuffer())]).toEqual([0, 255, 1]);
    });

    it('is 200 and JSON when the function gave no status', async () => {
      const answer = await order({ answer: { items: [1] } });
      expect(answer).toMatchObject({
        status: 200,
        body: '{"items":[1]}',
        headers: { 'content-type': 'application/json' },
      });
    });

    it.each([
      ['throws', { throw: true }],
      ['dies', { exit: true }],
      ['answers nonsense', { answer: { statusCode: 'x' } }],
      ['hangs beyond its own limit', { hang: 20_000 }],
    ])(
      'is 500 when the function %s, and the next request is served',
      async (_, what) => {
        expect(await order(what)).toMatchObject(refusal(500, 'Internal Server Error'));
        expect((await order({ answer: 'well' })).body).toBe('well');
      },
      SECONDS,
    );

    it(
      'is 503 when the function takes longer than the integration may',
      async () => {
        const hasty = await createApi(['POST /order'], arnOf('echo'), { integration: { TimeoutInMillis: 200 } });
        await permit('echo', `arn:aws:execute-api:us-east-1:111111111111:${hasty}/*/POST/order`, 'hasty');
        expect(await order({ hang: 1_500 }, hasty)).toMatchObject(refusal(503, 'Service Unavailable'));
        expect((await order({ answer: 'well' }, apiId)).body).toBe('well');
      },
      SECONDS,
    );

    it('is 413 for an event that is too large for Lambda', async () => {
      const body = Buffer.alloc(6 * 1024 * 1024, 'a');
      const answer = await ask('/x/y', { method: 'POST', headers: { 'content-type': 'text/plain' }, body });
      expect(answer).toMatchObject(refusal(413, 'Request Entity Too Large'));
    });
  });

  it(
    'ends in order: a request in flight is answered before the plane closes',
    async () => {
      const late = order({ hang: 500, answer: 'late' });
      await ask('/x/y');
      const [answer] = await Promise.all([late, plane.restart()]);
      expect(answer).toMatchObject({ status: 200, body: 'late' });
      expect((await order({ answer: 'well' })).body).toBe('well');
    },
    SECONDS,
  );

  describe('the permission', () => {
    it('must name the API, the stage and the route', async () => {
      const api = await createApi(['GET /a/{b}', '$default'], arnOf('echo'));
      expect(await ask('/a/1', {}, api)).toMatchObject(refusal(500, 'Internal Server Error'));
      await permit('echo', `arn:aws:execute-api:us-east-1:111111111111:${api}/$default/GET/a/{b}`, 'exact');
      expect((await ask('/a/1', {}, api)).status).toBe(200);
      expect((await ask('/dev/a/1', {}, api)).status).toBe(500);
      expect((await ask('/other', {}, api)).status).toBe(500);
      await permit('echo', `arn:aws:execute-api:us-east-1:111111111111:${api}/*/$default`, 'default');
      expect((await ask('/dev/other', {}, api)).status).toBe(200);
    });

    it('is of no use for a function that is not there, or another account’s', async () => {
      for (const arn of [arnOf('none'), arnOf('echo', '222222222222')]) {
        const api = await createApi(['$default'], arn);
        expect(await ask('/', {}, api)).toMatchObject(refusal(500, 'Internal Server Error'));
      }
    });
  });
});
