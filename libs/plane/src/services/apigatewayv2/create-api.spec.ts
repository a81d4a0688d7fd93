/** Definitions of HTTP APIs, through the SDK. */
import {
  CreateApiCommand,
  DeleteApiCommand,
  DeleteCorsConfigurationCommand,
  GetApiCommand,
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  UpdateApiCommand,
  UpdateStageCommand,
  type ApiGatewayV2Client,
  type CreateApiCommandInput,
} from '@aws-sdk/client-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { API_FUNCTION, httpApiMakers } from '../../testing/http-api-fixtures.ts';
import { withPlane } from '../../testing/index.ts';

describe('HTTP APIs', () => {
  const plane = withPlane();
  const client = (account = 0): ApiGatewayV2Client => plane.clients(account).apigatewayv2;
  const { createApi } = httpApiMakers(client);

  plane.executes('apigatewayv2:CreateApi', { seenBy: 'apigatewayv2:GetApi' }, async () => {
    const cors = { AllowOrigins: ['https://example.com'], AllowMethods: ['GET'], MaxAge: 60 };
    const made = await client().send(
      new CreateApiCommand({
        ...{ Name: 'pets', ProtocolType: 'HTTP', Description: 'd', Version: 'v1', Tags: { team: 'a' } },
        CorsConfiguration: cors,
      }),
    );
    expect(made).toMatchObject({
      ...{ Name: 'pets', ProtocolType: 'HTTP', Description: 'd', Version: 'v1', Tags: { team: 'a' } },
      ...{ CorsConfiguration: cors, DisableExecuteApiEndpoint: false },
      ApiId: expect.stringMatching(/^[a-z][a-z0-9]{9}$/) as string,
      ApiEndpoint: `${plane.url}/_aws/execute-api/${made.ApiId}`,
      CreatedDate: expect.any(Date) as Date,
      RouteSelectionExpression: '$request.method $request.path',
      $metadata: { httpStatusCode: 201 },
    });
    const found = await client().send(new GetApiCommand({ ApiId: made.ApiId }));
    expect({ ...found, $metadata: 0 }).toEqual({ ...made, $metadata: 0 });
  });

  plane.executes('apigatewayv2:GetApi', { seenBy: 'apigatewayv2:CreateApi' }, async () => {
    const ApiId = await createApi();
    const refused = { name: 'NotFoundException', $metadata: { httpStatusCode: 404 } };
    await expect(client().send(new GetApiCommand({ ApiId: 'nothere' }))).rejects.toMatchObject({
      ...refused,
      message: 'Invalid API identifier specified 111111111111:nothere',
    });
    await expect(client(1).send(new GetApiCommand({ ApiId }))).rejects.toMatchObject({
      ...refused,
      message: `Invalid API identifier specified 222222222222:${ApiId}`,
    });
    const elsewhere = plane.clients(0, 'eu-west-1').apigatewayv2;
    await expect(elsewhere.send(new GetApiCommand({ ApiId }))).rejects.toMatchObject(refused);
    expect((await client().send(new GetApiCommand({ ApiId }))).Name).toBe('spec');
  });

  it('makes integration, route and stage of a target', async () => {
    const ApiId = await createApi({ Target: API_FUNCTION, RouteKey: 'GET /x' });
    const { Items: routes } = await client().send(new GetRoutesCommand({ ApiId }));
    const { Items: integrations } = await client().send(new GetIntegrationsCommand({ ApiId }));
    const { Items: stages } = await client().send(new GetStagesCommand({ ApiId }));
    expect(integrations).toMatchObject([
      {
        ApiGatewayManaged: true,
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: API_FUNCTION,
        PayloadFormatVersion: '2.0',
      },
    ]);
    const Target = `integrations/${integrations![0]!.IntegrationId}`;
    expect(routes).toMatchObject([{ ApiGatewayManaged: true, RouteKey: 'GET /x', Target }]);
    expect(stages).toMatchObject([
      {
        ApiGatewayManaged: true,
        AutoDeploy: true,
        StageName: '$default',
        DeploymentId: expect.any(String) as string,
      },
    ]);
    const change = new UpdateStageCommand({ ApiId, StageName: '$default', Description: 'mine' });
    await expect(client().send(change)).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  plane.executes('apigatewayv2:UpdateApi', { seenBy: 'apigatewayv2:GetApi' }, async () => {
    const ApiId = await createApi({ Description: 'before' });
    await client().send(new UpdateApiCommand({ ApiId, Name: 'after', DisableExecuteApiEndpoint: true }));
    expect(await client().send(new GetApiCommand({ ApiId }))).toMatchObject({
      ...{ Name: 'after', Description: 'before', DisableExecuteApiEndpoint: true },
    });
  });

  plane.executes('apigatewayv2:DeleteApi', { seenBy: 'apigatewayv2:GetApis' }, async () => {
    const ApiId = await createApi({ Target: API_FUNCTION });
    await client().send(new DeleteApiCommand({ ApiId }));
    const { Items } = await client().send(new GetApisCommand({ MaxResults: '500' }));
    expect(Items!.map((api) => api.ApiId)).not.toContain(ApiId);
    await expect(client().send(new GetRoutesCommand({ ApiId }))).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(client().send(new DeleteApiCommand({ ApiId }))).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  plane.executes('apigatewayv2:GetApis', { seenBy: 'apigatewayv2:CreateApi' }, async () => {
    const made = [await createApi(), await createApi(), await createApi()];
    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client().send(new GetApisCommand({ MaxResults: '2', NextToken }));
      expect(page.Items!.length).toBeLessThanOrEqual(2);
      seen.push(...page.Items!.map(({ ApiId }) => ApiId!));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    expect(seen.slice(-3)).toEqual(made);
    expect((await client(1).send(new GetApisCommand({}))).Items).toEqual([]);
    for (const bad of [{ MaxResults: '0' }, { MaxResults: 'x' }, { MaxResults: '501' }, { NextToken: 'abc' }]) {
      await expect(client().send(new GetApisCommand(bad))).rejects.toMatchObject({ name: 'BadRequestException' });
    }
  });

  plane.executes('apigatewayv2:DeleteCorsConfiguration', { seenBy: 'apigatewayv2:GetApi' }, async () => {
    const ApiId = await createApi({ CorsConfiguration: { AllowOrigins: ['*'] } });
    await client().send(new DeleteCorsConfigurationCommand({ ApiId }));
    expect((await client().send(new GetApiCommand({ ApiId }))).CorsConfiguration).toBeUndefined();
  });

  it.each<[string, Partial<CreateApiCommandInput>, RegExp]>([
    ['WebSocket APIs', { ProtocolType: 'WEBSOCKET' }, /ProtocolType WEBSOCKET of CreateApi/],
    ['a role for the integration', { CredentialsArn: 'arn:aws:iam::1:role/x' }, /'CredentialsArn' of CreateApi/],
    ['a name too long', { Name: 'x'.repeat(129) }, /name/],
    ['a method that is none', { CorsConfiguration: { AllowMethods: ['FETCH'] } }, /FETCH/],
    ['an origin that is none', { CorsConfiguration: { AllowOrigins: ['example.com'] } }, /origin example\.com/],
    [
      'credentials for everybody',
      { CorsConfiguration: { AllowOrigins: ['*'], AllowCredentials: true } },
      /allowCredentials is not supported for origin \*/,
    ],
    ['tags of AWS', { Tags: { 'aws:x': '1' } }, /aws:x/],
    ['a key without a target', { RouteKey: 'GET /x' }, /target/],
    ['a target that is none', { Target: 'arn:aws:s3:::bucket' }, /HTTP endpoint/],
    ['another route selection', { RouteSelectionExpression: '$request.body.action' }, /selection expression/],
  ])('refuses %s', async (_, more, message) => {
    await expect(createApi(more)).rejects.toMatchObject({
      ...{ name: 'BadRequestException', message: expect.stringMatching(message) as string },
    });
  });
});
