/** Routes of HTTP APIs, through the SDK. */
import {
  CreateRouteCommand,
  DeleteRouteCommand,
  GetRouteCommand,
  GetRoutesCommand,
  UpdateRouteCommand,
  type ApiGatewayV2Client,
} from '@aws-sdk/client-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { httpApiMakers } from '../../testing/http-api-fixtures.ts';
import { withPlane } from '../../testing/index.ts';

describe('routes', () => {
  const plane = withPlane();
  const client = (account = 0): ApiGatewayV2Client => plane.clients(account).apigatewayv2;
  const { createApi, createIntegration, createRoute } = httpApiMakers(client);

  plane.executes('apigatewayv2:CreateRoute', { seenBy: 'apigatewayv2:GetRoute' }, async () => {
    const ApiId = await createApi();
    const Target = `integrations/${await createIntegration(ApiId)}`;
    const RouteId = await createRoute(ApiId, 'GET /recommendations/{user}', Target);
    expect(await client().send(new GetRouteCommand({ ApiId, RouteId }))).toMatchObject({
      ...{
        ApiKeyRequired: false,
        AuthorizationType: 'NONE',
        RouteId,
        RouteKey: 'GET /recommendations/{user}',
        Target,
      },
    });
    await expect(createRoute(ApiId, 'GET /recommendations/{user}')).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Route with key GET /recommendations/{user} already exists for this API',
    });
  });

  plane.executes('apigatewayv2:GetRoute', { seenBy: 'apigatewayv2:CreateRoute' }, async () => {
    const [ApiId, other] = [await createApi(), await createApi()];
    const RouteId = await createRoute(ApiId, '$default');
    expect((await client().send(new GetRouteCommand({ ApiId, RouteId }))).RouteKey).toBe('$default');
    await expect(client().send(new GetRouteCommand({ ApiId: other, RouteId }))).rejects.toMatchObject({
      ...{ name: 'NotFoundException', message: `Invalid Route identifier specified ${RouteId}` },
    });
  });

  plane.executes('apigatewayv2:GetRoutes', { seenBy: 'apigatewayv2:CreateRoute' }, async () => {
    const ApiId = await createApi();
    for (const key of ['GET /a', 'ANY /b/{proxy+}', '$default']) await createRoute(ApiId, key);
    const first = await client().send(new GetRoutesCommand({ ApiId, MaxResults: '2' }));
    const second = await client().send(new GetRoutesCommand({ ApiId, MaxResults: '2', NextToken: first.NextToken }));
    const keys = [...first.Items!, ...second.Items!].map(({ RouteKey }) => RouteKey);
    expect(keys).toEqual(['GET /a', 'ANY /b/{proxy+}', '$default']);
    expect(second.NextToken).toBeUndefined();
  });

  plane.executes('apigatewayv2:UpdateRoute', { seenBy: 'apigatewayv2:GetRoute' }, async () => {
    const ApiId = await createApi();
    const RouteId = await createRoute(ApiId, 'GET /a');
    await createRoute(ApiId, 'GET /taken');
    await client().send(new UpdateRouteCommand({ ApiId, RouteId, RouteKey: 'GET /b', AuthorizationType: 'AWS_IAM' }));
    expect(await client().send(new GetRouteCommand({ ApiId, RouteId }))).toMatchObject({
      ...{ RouteKey: 'GET /b', AuthorizationType: 'AWS_IAM' },
    });
    const taken = new UpdateRouteCommand({ ApiId, RouteId, RouteKey: 'GET /taken' });
    await expect(client().send(taken)).rejects.toMatchObject({ name: 'ConflictException' });
  });

  plane.executes('apigatewayv2:DeleteRoute', { seenBy: 'apigatewayv2:GetRoutes' }, async () => {
    const ApiId = await createApi();
    await client().send(new DeleteRouteCommand({ ApiId, RouteId: await createRoute(ApiId, 'GET /a') }));
    expect((await client().send(new GetRoutesCommand({ ApiId }))).Items).toEqual([]);
  });

  it.each([
    ['a JWT authorizer', { AuthorizationType: 'JWT' }, /AuthorizationType JWT of CreateRoute/],
    ['a Lambda authorizer', { AuthorizationType: 'CUSTOM' }, /AuthorizationType CUSTOM of CreateRoute/],
    ['an authorizer', { AuthorizerId: 'abc' }, /'AuthorizerId' of CreateRoute/],
    ['a key that is none', { RouteKey: 'pets' }, /route key is not formatted properly/],
    ['a target that is none', { Target: 'somewhere' }, /Invalid target/],
    ['an integration that is not there', { Target: 'integrations/none' }, /integration identifier/],
    ['API keys', { ApiKeyRequired: true }, /'ApiKeyRequired'/],
  ] as const)('refuses %s', async (_, more, message) => {
    const ApiId = await createApi();
    await expect(client().send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /a', ...more }))).rejects.toMatchObject({
      ...{ name: 'BadRequestException', message: expect.stringMatching(message) as string },
    });
    expect((await client().send(new GetRoutesCommand({ ApiId }))).Items).toEqual([]);
  });
});
