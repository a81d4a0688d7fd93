/** Integrations of HTTP APIs, through the SDK. */
import {
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  GetIntegrationCommand,
  GetIntegrationsCommand,
  UpdateIntegrationCommand,
  type ApiGatewayV2Client,
  type CreateIntegrationCommandInput,
} from '@aws-sdk/client-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { API_FUNCTION, httpApiMakers } from '../../testing/http-api-fixtures.ts';
import { withPlane } from '../../testing/index.ts';

describe('integrations', () => {
  const plane = withPlane();
  const client = (account = 0): ApiGatewayV2Client => plane.clients(account).apigatewayv2;
  const { createApi, createIntegration, createRoute } = httpApiMakers(client);

  plane.executes('apigatewayv2:CreateIntegration', { seenBy: 'apigatewayv2:GetIntegration' }, async () => {
    const ApiId = await createApi();
    const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${API_FUNCTION}:live/invocations`;
    const IntegrationId = await createIntegration(ApiId, { IntegrationUri: uri, TimeoutInMillis: 5000 });
    expect(await client().send(new GetIntegrationCommand({ ApiId, IntegrationId }))).toMatchObject({
      ...{ IntegrationId, IntegrationType: 'AWS_PROXY', IntegrationUri: uri, IntegrationMethod: 'POST' },
      ...{ ConnectionType: 'INTERNET', PayloadFormatVersion: '2.0', TimeoutInMillis: 5000 },
    });
  });

  plane.executes('apigatewayv2:GetIntegration', { seenBy: 'apigatewayv2:CreateIntegration' }, async () => {
    const ApiId = await createApi();
    const IntegrationId = await createIntegration(ApiId);
    const found = await client().send(new GetIntegrationCommand({ ApiId, IntegrationId }));
    expect(found.TimeoutInMillis).toBe(30_000);
    const none = new GetIntegrationCommand({ ApiId, IntegrationId: 'none' });
    await expect(client().send(none)).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  plane.executes('apigatewayv2:GetIntegrations', { seenBy: 'apigatewayv2:CreateIntegration' }, async () => {
    const ApiId = await createApi();
    const made = [await createIntegration(ApiId), await createIntegration(ApiId)];
    const { Items } = await client().send(new GetIntegrationsCommand({ ApiId }));
    expect(Items!.map(({ IntegrationId }) => IntegrationId)).toEqual(made);
  });

  plane.executes('apigatewayv2:UpdateIntegration', { seenBy: 'apigatewayv2:GetIntegration' }, async () => {
    const ApiId = await createApi();
    const IntegrationId = await createIntegration(ApiId);
    await client().send(new UpdateIntegrationCommand({ ApiId, IntegrationId, TimeoutInMillis: 100 }));
    expect(await client().send(new GetIntegrationCommand({ ApiId, IntegrationId }))).toMatchObject({
      ...{ TimeoutInMillis: 100, IntegrationUri: API_FUNCTION },
    });
  });

  plane.executes('apigatewayv2:DeleteIntegration', { seenBy: 'apigatewayv2:GetIntegrations' }, async () => {
    const ApiId = await createApi();
    const IntegrationId = await createIntegration(ApiId);
    const RouteId = await createRoute(ApiId, 'GET /a', `integrations/${IntegrationId}`);
    const remove = new DeleteIntegrationCommand({ ApiId, IntegrationId });
    await expect(client().send(remove)).rejects.toMatchObject({ name: 'ConflictException' });
    await client().send(new DeleteRouteCommand({ ApiId, RouteId }));
    await client().send(remove);
    expect((await client().send(new GetIntegrationsCommand({ ApiId }))).Items).toEqual([]);
  });

  it.each<[string, Partial<CreateIntegrationCommandInput>, RegExp]>([
    ['payload format 1.0', { PayloadFormatVersion: '1.0' }, /PayloadFormatVersion '1\.0'/],
    ['no payload format', { PayloadFormatVersion: undefined }, /PayloadFormatVersion/],
    [
      'other types',
      { IntegrationType: 'MOCK' },
      /only be associated with proxy integrations \(AWS_PROXY, HTTP_PROXY\)/,
    ],
    ['no URI', { IntegrationUri: undefined }, /URI/],
    ['a URI that is no function', { IntegrationUri: 'arn:aws:sqs:us-east-1:1:q' }, /Lambda function/],
    ['VPC links', { ConnectionType: 'VPC_LINK', ConnectionId: 'x' }, /'ConnectionId'/],
    ['service integrations', { IntegrationSubtype: 'SQS-SendMessage' }, /'IntegrationSubtype'/],
    ['parameter mapping', { RequestParameters: { 'append:header.x': '1' } }, /'RequestParameters'/],
    ['a time too short', { TimeoutInMillis: 49 }, /greater than or equal to 50/],
    [
      'servers elsewhere',
      {
        IntegrationType: 'HTTP_PROXY',
        IntegrationUri: 'https://example.com',
        PayloadFormatVersion: '1.0',
        IntegrationMethod: 'ANY',
      },
      /not on this machine/,
    ],
  ])('refuses %s', async (_, more, message) => {
    await expect(createIntegration(await createApi(), more)).rejects.toMatchObject({
      ...{ name: 'BadRequestException', message: expect.stringMatching(message) as string },
    });
  });
});
