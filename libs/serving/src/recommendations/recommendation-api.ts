/** The HTTP API of the recommendations, declared: what is made of it by API calls or by CDK is the same. */
import type {
  CreateApiCommandInput,
  CreateIntegrationCommandInput,
  CreateRouteCommandInput,
  CreateStageCommandInput,
} from '@aws-sdk/client-apigatewayv2';
import type {
  AddPermissionCommandInput,
  CreateAliasCommandInput,
  CreateFunctionCommandInput,
} from '@aws-sdk/client-lambda';
import { durationSeconds } from '@gradus/core';
import { createHash } from 'node:crypto';
import { recommendationsOf, tableName, type RecommendingModel } from './settings.ts';

/** What the function may do, and who runs it. */
export interface FunctionRole {
  readonly service: 'lambda.amazonaws.com';
  readonly statements: readonly { readonly actions: readonly string[]; readonly resource: string }[];
}

/** SDK inputs without what is known only once the resource before has been made: code and role, ids and ARNs. */
export interface RecommendationApi {
  readonly role: FunctionRole;
  readonly function: Omit<CreateFunctionCommandInput, 'Code' | 'Role'> & { readonly FunctionName: string };
  readonly alias: Omit<CreateAliasCommandInput, 'FunctionVersion'> & { readonly Name: string };
  readonly reservedConcurrency?: number;
  readonly provisionedConcurrency?: number;
  readonly api: CreateApiCommandInput & { readonly Name: string };
  /** `IntegrationUri` is the alias. */
  readonly integration: Omit<CreateIntegrationCommandInput, 'ApiId'>;
  /** `Target` is the integration. */
  readonly route: Omit<CreateRouteCommandInput, 'ApiId'> & { readonly RouteKey: string };
  readonly stage: Omit<CreateStageCommandInput, 'ApiId' | 'AccessLogSettings'> & { readonly StageName: string };
  /** A line for each request, as JSON; the ARN of the log group is the stage's `DestinationArn`. */
  readonly accessLog: { readonly logGroupName: string; readonly format: string };
  /** Of the alias; `SourceArn` is the API's, that of every method and stage of it. */
  readonly permission: Omit<AddPermissionCommandInput, 'SourceArn'> & { readonly StatementId: string };
}

/** A name of at most `most` characters: one that is too long ends in a part of its hash. */
const bounded = (name: string, most: number): string =>
  name.length <= most
    ? name
    : `${name.slice(0, most - 9)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;

const LOGGED = [
  ...['requestId', 'requestTime', 'httpMethod', 'path', 'routeKey', 'protocol', 'status', 'responseLength'],
  ...['responseLatency', 'integrationLatency', 'integrationStatus', 'integrationErrorMessage', 'error.message'],
  ...['identity.sourceIp', 'identity.userAgent'],
];

/** `{"requestId":"$context.requestId",…}`. */
const ACCESS_LOG_FORMAT = JSON.stringify(Object.fromEntries(LOGGED.map((name) => [name, `$context.${name}`])));

/** What AWS keeps free of the deadline of an integration. */
const API_TIMEOUT_MS = 30_000;

/**
 * `ANY /recommendations/{user}` of an HTTP API, answered by the alias `live` of a function of 512 MB; the handler says which methods it does.
 * @throws GradusError RECOMMENDATIONS_NOT_DECLARED
 */
export const recommendationApi = (model: RecommendingModel, namespace: string): RecommendationApi => {
  const { types, contents, limit, api } = recommendationsOf(model);
  const name = `${namespace}-${model.name}-recommend`;
  const FunctionName = bounded(name, 64);
  const table = tableName(model, namespace);
  const tags = { 'gradus:model': model.name, 'gradus:namespace': namespace };
  return {
    role: {
      service: 'lambda.amazonaws.com',
      statements: [
        { actions: ['dynamodb:GetItem'], resource: `arn:aws:dynamodb:*:*:table/${table}` },
        {
          actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
          resource: `arn:aws:logs:*:*:log-group:/aws/lambda/${FunctionName}*`,
        },
      ],
    },
    function: {
      FunctionName,
      Description: `Recommendations of ${model.name} in ${namespace}`,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      MemorySize: api.memory,
      Timeout: durationSeconds(api.timeout),
      Environment: {
        Variables: {
          GRADUS_TABLE: table,
          GRADUS_MODEL: model.name,
          GRADUS_NAMESPACE: namespace,
          GRADUS_TYPES: types.join(','),
          GRADUS_CONTENTS: contents.join(','),
          GRADUS_LIMIT: String(limit),
        },
      },
      Tags: tags,
    },
    alias: { FunctionName, Name: 'live', Description: 'What the HTTP API invokes' },
    ...(api.reservedConcurrency !== undefined && { reservedConcurrency: api.reservedConcurrency }),
    ...(api.provisionedConcurrency !== undefined && { provisionedConcurrency: api.provisionedConcurrency }),
    api: {
      Name: name,
      ProtocolType: 'HTTP',
      Description: `Recommendations of ${model.name} in ${namespace}`,
      ...(api.cors && {
        CorsConfiguration: {
          AllowOrigins: api.cors.origins,
          AllowMethods: ['GET', 'HEAD'],
          AllowHeaders: ['if-none-match'],
          ExposeHeaders: ['etag'],
          ...(api.cors.maxAge && { MaxAge: durationSeconds(api.cors.maxAge) }),
        },
      }),
      Tags: tags,
    },
    integration: {
      IntegrationType: 'AWS_PROXY',
      IntegrationMethod: 'POST',
      PayloadFormatVersion: '2.0',
      TimeoutInMillis: API_TIMEOUT_MS,
    },
    route: {
      RouteKey: 'ANY /recommendations/{user}',
      AuthorizationType: api.auth === 'iam' ? 'AWS_IAM' : 'NONE',
    },
    stage: {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: api.throttle.rate, ThrottlingBurstLimit: api.throttle.burst },
    },
    accessLog: { logGroupName: `/gradus/${namespace}-${model.name}-recommendations`, format: ACCESS_LOG_FORMAT },
    permission: {
      FunctionName,
      Qualifier: 'live',
      StatementId: 'http-api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    },
  };
};
