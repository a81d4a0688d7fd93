/**
 * UpdateRoute: changes a route; stages that deploy by themselves serve it at once.
 * @source docs
 * @source unverified - the text for a route that quick create manages
 */
import type { Route } from '@aws-sdk/client-apigatewayv2';
import { requireApi, requirePart, updatePart } from './api-table.ts';
import { autoDeploy } from './deployment.ts';
import { badRequest } from './errors.ts';
import type { HttpApiHandler } from './http-api-handler.ts';
import { checkKeyFree, checkRoute } from './route-definition.ts';

const OPERATION = 'UpdateRoute';

export const updateRoute: HttpApiHandler<typeof OPERATION> = (input, context) => {
  const { ApiId, RouteId, RouteKey, Target, OperationName, AuthorizationType } = input;
  const api = requireApi(context, ApiId);
  const before = requirePart(context, ApiId, 'route', RouteId);
  checkRoute(context, OPERATION, ApiId, input);
  if (RouteKey !== undefined && RouteKey !== before.RouteKey) {
    if (before.ApiGatewayManaged === true) throw badRequest('The key of a managed route cannot be changed');
    checkKeyFree(context, ApiId, RouteKey);
  }
  const route: Route = {
    ...before,
    ...(RouteKey !== undefined && { RouteKey }),
    ...(Target !== undefined && { Target }),
    ...(OperationName !== undefined && { OperationName }),
    ...(AuthorizationType !== undefined && { AuthorizationType }),
  };
  updatePart(context, ApiId, 'route', RouteId, route);
  autoDeploy(context, api);
  return route;
};
