/**
 * CreateApi: an HTTP API; with a target its integration, its route and its stage too.
 * @source docs - quick create, the members that only WebSocket APIs have
 * @source unverified - the texts for names and targets that are wrong
 */
import type { Api } from '@aws-sdk/client-apigatewayv2';
import { insertApi, insertPart } from './api-table.ts';
import { checkCors } from './cors-configuration.ts';
import { autoDeploy } from './deployment.ts';
import { badRequest, checkLength, refuseMembers, unsupported } from './errors.ts';
import { newApiId, newPartId } from './identifiers.ts';
import { checkedIntegration, functionArn } from './integration-definition.ts';
import type { HttpApiHandler } from './http-api-handler.ts';
import { DEFAULT_ROUTE, parseRouteKey } from './route-key.ts';
import { DEFAULT_STAGE } from './stage-definition.ts';
import { checkTags } from './tags.ts';

const OPERATION = 'CreateApi';

export const createApi: HttpApiHandler<typeof OPERATION> = (input, context) => {
  const { Name, ProtocolType, Target, RouteKey, Description, Version, CorsConfiguration, Tags = {} } = input;
  if (ProtocolType !== 'HTTP') throw unsupported(OPERATION, `ProtocolType ${ProtocolType}`);
  refuseMembers(OPERATION, input, ['CredentialsArn', 'DisableSchemaValidation']);
  if (input.IpAddressType === 'dualstack') throw unsupported(OPERATION, 'IpAddressType dualstack');
  checkLength('name', Name, 1, 128);
  checkLength('description', Description, 0, 1024);
  checkLength('version', Version, 1, 64);
  checkSelection(input.RouteSelectionExpression, '$request.method $request.path');
  checkSelection(input.ApiKeySelectionExpression, '$request.header.x-api-key');
  checkCors(CorsConfiguration);
  checkTags(Tags);
  const apiId = newApiId();
  const api: Api = {
    ApiId: apiId,
    ApiEndpoint: `${context.plane.url}/_aws/execute-api/${apiId}`,
    ApiKeySelectionExpression: '$request.header.x-api-key',
    CreatedDate: new Date(context.now()),
    DisableExecuteApiEndpoint: input.DisableExecuteApiEndpoint ?? false,
    IpAddressType: 'ipv4',
    ...{ Name, ProtocolType, Tags, RouteSelectionExpression: '$request.method $request.path' },
    ...(CorsConfiguration !== undefined && { CorsConfiguration }),
    ...(Description !== undefined && { Description }),
    ...(Version !== undefined && { Version }),
  };
  insertApi(context, api);
  if (Target !== undefined) quickCreate(context, api, Target, RouteKey ?? DEFAULT_ROUTE);
  else if (RouteKey !== undefined) throw badRequest('A target is required when a route key is specified');
  return api;
};

const checkSelection = (given: string | undefined, only: string): void => {
  if (given !== undefined && given !== only && given !== only.replace(/\$([\w.]+)/g, '$${$1}')) {
    throw badRequest(`Invalid selection expression specified: ${given}`);
  }
};

const quickCreate = (context: Parameters<typeof createApi>[1], api: Api, target: string, routeKey: string): void => {
  const apiId = api.ApiId!;
  parseRouteKey(routeKey);
  const lambda = functionArn(target) !== undefined;
  const integration = checkedIntegration(OPERATION, {
    ...(lambda
      ? { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' }
      : { IntegrationType: 'HTTP_PROXY', PayloadFormatVersion: '1.0', IntegrationMethod: 'ANY' }),
    ...{ IntegrationUri: target, ApiGatewayManaged: true },
  });
  const [integrationId, routeId] = [newPartId(), newPartId()];
  insertPart(context, apiId, 'integration', integrationId, { ...integration, IntegrationId: integrationId });
  insertPart(context, apiId, 'route', routeId, {
    ...{ ApiGatewayManaged: true, ApiKeyRequired: false, AuthorizationType: 'NONE' },
    ...{ RouteId: routeId, RouteKey: routeKey, Target: `integrations/${integrationId}` },
  });
  insertPart(context, apiId, 'stage', DEFAULT_STAGE, {
    ...{ ApiGatewayManaged: true, AutoDeploy: true, CreatedDate: new Date(context.now()) },
    ...{ DefaultRouteSettings: { DetailedMetricsEnabled: false }, RouteSettings: {}, StageName: DEFAULT_STAGE },
    ...{ StageVariables: {}, Tags: {}, LastUpdatedDate: new Date(context.now()) },
  });
  autoDeploy(context, api);
};
