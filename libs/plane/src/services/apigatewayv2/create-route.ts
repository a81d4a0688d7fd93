/**
 * CreateRoute: which requests go to which integration.
 * @source docs - keys, authorization types
 * @source unverified - the texts for a target that is none; a conflict's is from reports of API Gateway's answers
 */
import type { Route } from '@aws-sdk/client-apigatewayv2';
import { insertPart, requireApi } from './api-table.ts';
import { autoDeploy } from './deployment.ts';
import type { HttpApiHandler } from './http-api-handler.ts';
import { newPartId } from './identifiers.ts';
import { checkQuota } from './quota.ts';
import { checkKeyFree, checkRoute } from './route-definition.ts';

const OPERATION = 'CreateRoute';

export const createRoute: HttpApiHandler<typeof OPERATION> = (input, context) => {
  const { ApiId, RouteKey, Target, OperationName, AuthorizationType = 'NONE' } = input;
  const api = requireApi(context, ApiId);
  checkRoute(context, OPERATION, ApiId, input);
  checkKeyFree(context, ApiId, RouteKey);
  checkQuota(context.plane.store, ApiId, 'route');
  const route: Route = {
    ...{ ApiKeyRequired: false, AuthorizationType, RouteId: newPartId(), RouteKey: RouteKey },
    ...(Target !== undefined && { Target }),
    ...(OperationName !== undefined && { OperationName }),
  };
  insertPart(context, ApiId, 'route', route.RouteId!, route);
  autoDeploy(context, api);
  return route;
};
