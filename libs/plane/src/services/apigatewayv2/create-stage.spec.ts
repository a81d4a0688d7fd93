/** Stages and deployments of HTTP APIs, through the SDK. */
import {
  CreateDeploymentCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  DeleteRouteSettingsCommand,
  DeleteStageCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetStageCommand,
  GetStagesCommand,
  UpdateStageCommand,
  type ApiGatewayV2Client,
} from '@aws-sdk/client-apigatewayv2';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { httpApiMakers } from '../../testing/http-api-fixtures.ts';
import { withPlane } from '../../testing/index.ts';

const LOGS = 'arn:aws:logs:us-east-1:';
const GROUP = `${LOGS}111111111111:log-group:g`;
const logTo = (Format: string, DestinationArn = GROUP) => ({ AccessLogSettings: { DestinationArn, Format } });

describe('stages and deployments', () => {
  const plane = withPlane();
  const client = (account = 0): ApiGatewayV2Client => plane.clients(account).apigatewayv2;
  const { createApi, createRoute } = httpApiMakers(client);

  const RouteSettings = { 'GET /a': { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 2 } };

  plane.executes('apigatewayv2:CreateStage', { seenBy: 'apigatewayv2:GetStage' }, async () => {
    const ApiId = await createApi();
    await createRoute(ApiId, 'GET /a');
    const stage = {
      ...{ StageName: 'dev', AutoDeploy: true, Description: 'd', StageVariables: { a: '1' }, Tags: { t: '1' } },
      ...{ DefaultRouteSettings: { ThrottlingBurstLimit: 5, ThrottlingRateLimit: 10 }, RouteSettings },
      ...logTo('$context.requestId $context.status'),
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

  beforeAll(() => plane.clients().logs.send(new CreateLogGroupCommand({ logGroupName: 'g' })));

  it.each([
    ['access logs to what is no log group', logTo('$context.requestId', 'arn:x'), /arn:x is no log group/],
    ['access logs to another account', logTo('$context.requestId', `${LOGS}222222222222:log-group:g`), /no log group/],
    [
      'access logs to a log group that is not there',
      logTo('$context.requestId', `${GROUP}1`),
      /log group g1 does not exist/,
    ],
    ['access logs without a format', { AccessLogSettings: { DestinationArn: GROUP } }, /both a destination ARN and/],
    ['access logs without the id of the request', logTo('$context.path'), /must include \$context.requestId/],
    ['access logs of an unknown variable', logTo('$context.requestId $context.nonsense'), /no variable \$context.nons/],
    [
      'access logs of a claim',
      logTo('$context.requestId $context.authorizer.claims.a'),
      /'\$context.authorizer.claims/,
    ],
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
