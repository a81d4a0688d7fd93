/** The definitions of HTTP APIs, through the SDK. */
import {
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  DeleteCorsConfigurationCommand,
  DeleteDeploymentCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  DeleteRouteSettingsCommand,
  DeleteStageCommand,
  GetApiCommand,
  GetApisCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetIntegrationCommand,
  GetIntegrationsCommand,
  GetRouteCommand,
  GetRoutesCommand,
  GetStageCommand,
  GetStagesCommand,
  GetTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateApiCommand,
  UpdateIntegrationCommand,
  UpdateRouteCommand,
  UpdateStageCommand,
  type ApiGatewayV2Client,
  type CreateApiCommandInput,
  type CreateIntegrationCommandInput,
} from '@aws-sdk/client-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:recommend';

describe('HTTP APIs', () => {
  const plane = withPlane();
  const client = (account = 0): ApiGatewayV2Client => plane.clients(account).apigatewayv2;
  const createApi = async (more: Partial<CreateApiCommandInput> = {}): Promise<string> =>
    (await client().send(new CreateApiCommand({ Name: 'spec', ProtocolType: 'HTTP', ...more }))).ApiId!;
  const createIntegration = async (
    ApiId: string,
    more: Partial<CreateIntegrationCommandInput> = {},
  ): Promise<string> => {
    const lambda = { IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, PayloadFormatVersion: '2.0' } as const;
    return (await client().send(new CreateIntegrationCommand({ ApiId, ...lambda, ...more }))).IntegrationId!;
  };
  const createRoute = async (ApiId: string, RouteKey: string, Target?: string): Promise<string> =>
    (await client().send(new CreateRouteCommand({ ApiId, RouteKey, Target }))).RouteId!;

  describe('APIs', () => {
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
      const ApiId = await createApi({ Target: FUNCTION, RouteKey: 'GET /x' });
      const { Items: routes } = await client().send(new GetRoutesCommand({ ApiId }));
      const { Items: integrations } = await client().send(new GetIntegrationsCommand({ ApiId }));
      const { Items: stages } = await client().send(new GetStagesCommand({ ApiId }));
      expect(integrations).toMatchObject([
        {
          ApiGatewayManaged: true,
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: FUNCTION,
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
      const ApiId = await createApi({ Target: FUNCTION });
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

  describe('routes', () => {
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
      await expect(client().send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /a', ...more }))).rejects.toMatchObject(
        {
          ...{ name: 'BadRequestException', message: expect.stringMatching(message) as string },
        },
      );
      expect((await client().send(new GetRoutesCommand({ ApiId }))).Items).toEqual([]);
    });
  });

  describe('integrations', () => {
    plane.executes('apigatewayv2:CreateIntegration', { seenBy: 'apigatewayv2:GetIntegration' }, async () => {
      const ApiId = await createApi();
      const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}:live/invocations`;
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
        ...{ TimeoutInMillis: 100, IntegrationUri: FUNCTION },
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

  describe('stages and deployments', () => {
    const RouteSettings = { 'GET /a': { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 2 } };

    plane.executes('apigatewayv2:CreateStage', { seenBy: 'apigatewayv2:GetStage' }, async () => {
      const ApiId = await createApi();
      await createRoute(ApiId, 'GET /a');
      const stage = {
        ...{ StageName: 'dev', AutoDeploy: true, Description: 'd', StageVariables: { a: '1' }, Tags: { t: '1' } },
        ...{ DefaultRouteSettings: { ThrottlingBurstLimit: 5, ThrottlingRateLimit: 10 }, RouteSettings },
      };
      await client().send(new CreateStageCommand({ ApiId, ...stage }));
      expect(await client().send(new GetStageCommand({ ApiId, StageName: 'dev' }))).toMatchObject({
        ...stage,
        DeploymentId: expect.any(String) as string,
      });
      await expect(client().send(new CreateStageCommand({ ApiId, ...stage }))).rejects.toMatchObject({
        ...{ name: 'ConflictException', message: 'Stage already exists' },
      });
    });

    plane.executes('apigatewayv2:GetStage', { seenBy: 'apigatewayv2:CreateStage' }, async () => {
      const ApiId = await createApi();
      await client().send(new CreateStageCommand({ ApiId, StageName: '$default' }));
      const stage = await client().send(new GetStageCommand({ ApiId, StageName: '$default' }));
      expect(stage).toMatchObject({ StageName: '$default', AutoDeploy: false, CreatedDate: expect.any(Date) as Date });
      expect(stage.DeploymentId).toBeUndefined();
      const none = new GetStageCommand({ ApiId, StageName: 'none' });
      await expect(client().send(none)).rejects.toMatchObject({ name: 'NotFoundException' });
    });

    plane.executes('apigatewayv2:GetStages', { seenBy: 'apigatewayv2:CreateStage' }, async () => {
      const ApiId = await createApi();
      for (const StageName of ['b', 'a']) await client().send(new CreateStageCommand({ ApiId, StageName }));
      const { Items } = await client().send(new GetStagesCommand({ ApiId }));
      expect(Items!.map(({ StageName }) => StageName)).toEqual(['b', 'a']);
    });

    plane.executes('apigatewayv2:UpdateStage', { seenBy: 'apigatewayv2:GetStage' }, async () => {
      const ApiId = await createApi();
      await createRoute(ApiId, 'GET /a');
      await client().send(new CreateStageCommand({ ApiId, StageName: 'dev', StageVariables: { a: '1' } }));
      const { DeploymentId } = await client().send(new CreateDeploymentCommand({ ApiId }));
      const change = { ApiId, StageName: 'dev', DeploymentId, StageVariables: { b: '2' }, RouteSettings };
      await client().send(new UpdateStageCommand(change));
      expect(await client().send(new GetStageCommand({ ApiId, StageName: 'dev' }))).toMatchObject({
        ...{ DeploymentId, StageVariables: { a: '1', b: '2' }, RouteSettings },
        LastDeploymentStatusMessage: `Successfully deployed stage with deployment ID '${DeploymentId}'`,
      });
    });

    plane.executes('apigatewayv2:DeleteRouteSettings', { seenBy: 'apigatewayv2:GetStage' }, async () => {
      const ApiId = await createApi();
      await createRoute(ApiId, 'GET /a');
      await client().send(new CreateStageCommand({ ApiId, StageName: 'dev', RouteSettings }));
      const remove = new DeleteRouteSettingsCommand({ ApiId, StageName: 'dev', RouteKey: 'GET /a' });
      await client().send(remove);
      expect((await client().send(new GetStageCommand({ ApiId, StageName: 'dev' }))).RouteSettings).toEqual({});
      await expect(client().send(remove)).rejects.toMatchObject({ name: 'NotFoundException' });
    });

    plane.executes('apigatewayv2:DeleteStage', { seenBy: 'apigatewayv2:GetStages' }, async () => {
      const ApiId = await createApi();
      await client().send(new CreateStageCommand({ ApiId, StageName: 'dev' }));
      await client().send(new DeleteStageCommand({ ApiId, StageName: 'dev' }));
      expect((await client().send(new GetStagesCommand({ ApiId }))).Items).toEqual([]);
    });

    plane.executes('apigatewayv2:CreateDeployment', { seenBy: 'apigatewayv2:GetDeployment' }, async () => {
      const ApiId = await createApi();
      await expect(client().send(new CreateDeploymentCommand({ ApiId }))).rejects.toMatchObject({
        ...{ name: 'BadRequestException', message: 'At least one route is required before deploying the Api.' },
      });
      await createRoute(ApiId, 'GET /a');
      const { DeploymentId } = await client().send(new CreateDeploymentCommand({ ApiId, Description: 'first' }));
      expect(await client().send(new GetDeploymentCommand({ ApiId, DeploymentId }))).toMatchObject({
        ...{ AutoDeployed: false, DeploymentId, DeploymentStatus: 'DEPLOYED', Description: 'first' },
      });
    });

    plane.executes('apigatewayv2:GetDeployment', { seenBy: 'apigatewayv2:CreateDeployment' }, async () => {
      const ApiId = await createApi();
      await createRoute(ApiId, 'GET /a');
      const { DeploymentId } = await client().send(new CreateDeploymentCommand({ ApiId }));
      expect((await client().send(new GetDeploymentCommand({ ApiId, DeploymentId }))).CreatedDate).toBeInstanceOf(Date);
      const none = new GetDeploymentCommand({ ApiId, DeploymentId: 'none' });
      await expect(client().send(none)).rejects.toMatchObject({ name: 'NotFoundException' });
    });

    plane.executes('apigatewayv2:GetDeployments', { seenBy: 'apigatewayv2:CreateStage' }, async () => {
      const ApiId = await createApi();
      await client().send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }));
      for (const key of ['GET /a', 'GET /b']) await createRoute(ApiId, key);
      const { Items } = await client().send(new GetDeploymentsCommand({ ApiId }));
      const { DeploymentId } = await client().send(new GetStageCommand({ ApiId, StageName: '$default' }));
      expect(Items).toMatchObject([{ AutoDeployed: true, DeploymentId }]);
    });

    plane.executes('apigatewayv2:DeleteDeployment', { seenBy: 'apigatewayv2:GetDeployments' }, async () => {
      const ApiId = await createApi();
      await createRoute(ApiId, 'GET /a');
      await client().send(new CreateStageCommand({ ApiId, StageName: 'dev' }));
      const { DeploymentId } = await client().send(new CreateDeploymentCommand({ ApiId, StageName: 'dev' }));
      const remove = new DeleteDeploymentCommand({ ApiId, DeploymentId });
      await expect(client().send(remove)).rejects.toMatchObject({ name: 'BadRequestException' });
      await client().send(new DeleteStageCommand({ ApiId, StageName: 'dev' }));
      await client().send(remove);
      expect((await client().send(new GetDeploymentsCommand({ ApiId }))).Items).toEqual([]);
    });

    it.each([
      ['access logs', { AccessLogSettings: { DestinationArn: 'arn:x', Format: 'y' } }, /'AccessLogSettings'/],
      ['execution logs', { DefaultRouteSettings: { LoggingLevel: 'INFO' } }, /Execution logs are not supported/],
      ['detailed metrics', { DefaultRouteSettings: { DetailedMetricsEnabled: true } }, /'DetailedMetricsEnabled'/],
      ['a negative rate', { DefaultRouteSettings: { ThrottlingRateLimit: -1 } }, /negative/],
      ['a name that is none', { StageName: 'a b' }, /Stage name only allows/],
      ['a variable that is none', { StageVariables: { 'a-b': '1' } }, /a-b/],
      ['a deployment beside AutoDeploy', { AutoDeploy: true, DeploymentId: 'x' }, /AutoDeploy is enabled/],
    ] as const)('refuses %s', async (_, more, message) => {
      const ApiId = await createApi();
      await expect(client().send(new CreateStageCommand({ ApiId, StageName: 'dev', ...more }))).rejects.toMatchObject({
        ...{ name: 'BadRequestException', message: expect.stringMatching(message) as string },
      });
    });

    it('knows the routes of its settings', async () => {
      const ApiId = await createApi();
      await expect(
        client().send(new CreateStageCommand({ ApiId, StageName: 'dev', RouteSettings })),
      ).rejects.toMatchObject({
        ...{
          name: 'NotFoundException',
          message: 'Unable to find Route by key GET /a within the provided RouteSettings',
        },
      });
    });
  });

  describe('tags', () => {
    const arnOf = (ApiId: string): string => `arn:aws:apigateway:us-east-1::/apis/${ApiId}`;

    plane.executes('apigatewayv2:TagResource', { seenBy: 'apigatewayv2:GetTags' }, async () => {
      const ApiId = await createApi({ Tags: { a: '1' } });
      await client().send(new CreateStageCommand({ ApiId, StageName: '$default' }));
      await client().send(new TagResourceCommand({ ResourceArn: arnOf(ApiId), Tags: { a: '2', b: '3' } }));
      const stage = `${arnOf(ApiId)}/stages/$default`;
      await client().send(new TagResourceCommand({ ResourceArn: stage, Tags: { s: '4' } }));
      const tags = await client().send(new GetTagsCommand({ ResourceArn: arnOf(ApiId) }));
      expect(tags.Tags).toEqual({ a: '2', b: '3' });
      expect((await client().send(new GetTagsCommand({ ResourceArn: stage }))).Tags).toEqual({ s: '4' });
    });

    plane.executes('apigatewayv2:UntagResource', { seenBy: 'apigatewayv2:GetTags' }, async () => {
      const ResourceArn = arnOf(await createApi({ Tags: { a: '1', b: '2' } }));
      await client().send(new UntagResourceCommand({ ResourceArn, TagKeys: ['none', 'a'] }));
      expect((await client().send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ b: '2' });
    });

    plane.executes('apigatewayv2:GetTags', { seenBy: 'apigatewayv2:CreateApi' }, async () => {
      const ApiId = await createApi({ Tags: { a: '1' } });
      expect((await client().send(new GetTagsCommand({ ResourceArn: arnOf(ApiId) }))).Tags).toEqual({ a: '1' });
      const refused = client(1).send(new GetTagsCommand({ ResourceArn: arnOf(ApiId) }));
      await expect(refused).rejects.toMatchObject({ name: 'NotFoundException' });
      const bad = client().send(new GetTagsCommand({ ResourceArn: 'arn:aws:s3:::bucket' }));
      await expect(bad).rejects.toMatchObject({ name: 'BadRequestException' });
    });
  });
});
