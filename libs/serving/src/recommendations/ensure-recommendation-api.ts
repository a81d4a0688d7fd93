/** Makes the HTTP API of the recommendations what its declaration says; a repeat changes nothing. */
import {
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteCorsConfigurationCommand,
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  UpdateApiCommand,
  UpdateIntegrationCommand,
  UpdateRouteCommand,
  UpdateStageCommand,
  type Api,
  type ApiGatewayV2Client,
} from '@aws-sdk/client-apigatewayv2';
import { CreateLogGroupCommand, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import {
  AddPermissionCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import type { AwsClients, Environment } from '@gradus/aws';
import { errors } from '../errors.ts';
import { ensureFunction } from './ensure-function.ts';
import { recommendationApi, type RecommendationApi } from './recommendation-api.ts';
import type { RecommendingModel } from './settings.ts';

export interface ApiContext {
  readonly clients: Pick<AwsClients, 'lambda' | 'apiGateway' | 'logs'>;
  readonly environment: Pick<Environment, 'namespace' | 'account' | 'region' | 'roleArn' | 'poll'>;
}

export interface EnsuredApi {
  /** Where it answers: `<url>/recommendations/<user>`. */
  readonly url: string;
  readonly apiId: string;
  readonly aliasArn: string;
  /** The version of the function that serves. */
  readonly functionVersion: string;
}

interface Page<Item> {
  readonly Items?: Item[] | undefined;
  readonly NextToken?: string | undefined;
}

/** The first item of all pages that fits. */
const findItem = async <Item>(
  page: (NextToken: string | undefined) => Promise<Page<Item>>,
  fits: (item: Item) => boolean,
): Promise<Item | undefined> => {
  let token: string | undefined;
  do {
    const { Items = [], NextToken } = await page(token);
    const found = Items.find(fits);
    if (found) return found;
    token = NextToken;
  } while (token !== undefined);
  return undefined;
};

/** The API of that name; names need not be unique on AWS, so that its tags count too. */
const findApi = (client: ApiGatewayV2Client, { api }: RecommendationApi): Promise<Api | undefined> =>
  findItem(
    (NextToken) => client.send(new GetApisCommand({ NextToken, MaxResults: '100' })),
    ({ Name, Tags }) => Name === api.Name && Tags?.['gradus:model'] === api.Tags?.['gradus:model'],
  );

const ensureApi = async (
  client: ApiGatewayV2Client,
  declared: RecommendationApi,
): Promise<Pick<Api, 'ApiId' | 'ApiEndpoint'>> => {
  const there = await findApi(client, declared);
  if (!there) return client.send(new CreateApiCommand(declared.api));
  const { CorsConfiguration, Description } = declared.api;
  const ApiId = there.ApiId!;
  if (there.CorsConfiguration && !CorsConfiguration) await client.send(new DeleteCorsConfigurationCommand({ ApiId }));
  await client.send(new UpdateApiCommand({ ApiId, Description, ...(CorsConfiguration && { CorsConfiguration }) }));
  return there;
};

const ensureIntegration = async (
  client: ApiGatewayV2Client,
  ApiId: string,
  declared: RecommendationApi,
  IntegrationUri: string,
): Promise<string> => {
  const there = await findItem(
    (NextToken) => client.send(new GetIntegrationsCommand({ ApiId, NextToken })),
    (each) => each.IntegrationUri === IntegrationUri,
  );
  const input = { ApiId, ...declared.integration, IntegrationUri };
  if (!there) return (await client.send(new CreateIntegrationCommand(input))).IntegrationId!;
  const IntegrationId = there.IntegrationId!;
  await client.send(new UpdateIntegrationCommand({ ...input, IntegrationId }));
  return IntegrationId;
};

const ensureRoute = async (client: ApiGatewayV2Client, ApiId: string, declared: RecommendationApi, Target: string) => {
  const there = await findItem(
    (NextToken) => client.send(new GetRoutesCommand({ ApiId, NextToken })),
    ({ RouteKey }) => RouteKey === declared.route.RouteKey,
  );
  const input = { ApiId, ...declared.route, Target };
  if (there) await client.send(new UpdateRouteCommand({ ...input, RouteId: there.RouteId }));
  else await client.send(new CreateRouteCommand(input));
};

const ensureLogGroup = async (logs: CloudWatchLogsClient, { accessLog }: RecommendationApi): Promise<void> => {
  const { logGroupName } = accessLog;
  await logs.send(new CreateLogGroupCommand({ logGroupName })).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'ResourceAlreadyExistsException') throw error;
  });
};

const ensureStage = async (
  client: ApiGatewayV2Client,
  ApiId: string,
  declared: RecommendationApi,
  DestinationArn: string,
): Promise<void> => {
  const stage = { ...declared.stage, AccessLogSettings: { DestinationArn, Format: declared.accessLog.format } };
  const there = await findItem(
    (NextToken) => client.send(new GetStagesCommand({ ApiId, NextToken })),
    ({ StageName }) => StageName === stage.StageName,
  );
  await client.send(there ? new UpdateStageCommand({ ApiId, ...stage }) : new CreateStageCommand({ ApiId, ...stage }));
};

interface PolicyStatement {
  readonly Sid?: string;
  readonly Condition?: { readonly ArnLike?: Readonly<Record<string, string>> };
}

/** API Gateway may invoke the alias, for this API only. */
const ensurePermission = async (lambda: LambdaClient, { permission }: RecommendationApi, SourceArn: string) => {
  const { FunctionName, Qualifier, StatementId } = permission;
  const policy = await lambda.send(new GetPolicyCommand({ FunctionName, Qualifier })).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  });
  const { Statement = [] } = JSON.parse(policy?.Policy ?? '{}') as { Statement?: PolicyStatement[] };
  const there = Statement.find(({ Sid }) => Sid === StatementId);
  if (there) {
    if (Object.values(there.Condition?.ArnLike ?? {}).includes(SourceArn)) return;
    await lambda.send(new RemovePermissionCommand({ FunctionName, Qualifier, StatementId }));
  }
  await lambda.send(new AddPermissionCommand({ ...permission, SourceArn }));
};

/**
 * The HTTP API, which is there, serves this code, and answers. New code is published as a new version of the function before the alias moves to it, so that
 * a request is answered by the old or the new one.
 * @param code the zip that `recommend-api:build` makes
 * @throws GradusError RECOMMENDATIONS_NOT_DECLARED, RECOMMENDATION_FUNCTION_FAILED, WAIT_TIMEOUT
 */
export const ensureRecommendationApi = async (
  model: RecommendingModel,
  { clients: { lambda, apiGateway, logs }, environment }: ApiContext,
  code: Uint8Array,
): Promise<EnsuredApi> => {
  const { namespace, account, region, roleArn, poll } = environment;
  const declared = recommendationApi(model, namespace);
  const { aliasArn, version } = await ensureFunction(lambda, declared, { code, role: roleArn, poll });
  const { ApiId, ApiEndpoint } = await ensureApi(apiGateway, declared);
  const apiId = ApiId!;
  await ensurePermission(lambda, declared, `arn:aws:execute-api:${region}:${account}:${apiId}/*/*`);
  const integration = await ensureIntegration(apiGateway, apiId, declared, aliasArn);
  await ensureRoute(apiGateway, apiId, declared, `integrations/${integration}`);
  await ensureLogGroup(logs, declared);
  const logGroup = `arn:aws:logs:${region}:${account}:log-group:${declared.accessLog.logGroupName}`;
  await ensureStage(apiGateway, apiId, declared, logGroup);
  return { url: ApiEndpoint!, apiId, aliasArn, functionVersion: version };
};

/**
 * Where the HTTP API of a model answers.
 * @throws GradusError RECOMMENDATION_API_MISSING
 */
export const recommendationApiUrl = async (
  model: RecommendingModel,
  { clients, environment }: { clients: Pick<AwsClients, 'apiGateway'>; environment: Pick<Environment, 'namespace'> },
): Promise<string> => {
  const api = await findApi(clients.apiGateway, recommendationApi(model, environment.namespace));
  if (api) return api.ApiEndpoint!;
  throw errors.make('RECOMMENDATION_API_MISSING', `${model.name} has no HTTP API in ${environment.namespace}`, {
    remedy: `Make it: gradus serve-recommendations ${model.name}`,
  });
};
