/** What a route may be: a key, who may call it, and the integration that answers. */
import type { Route } from '@aws-sdk/client-apigatewayv2';
import type { CallContext } from '../../service.ts';
import { allParts, findPart } from './api-table.ts';
import { badRequest, checkLength, conflict, refuseMembers, unsupported } from './errors.ts';
import { parseRouteKey } from './route-key.ts';

const REFUSED = [
  ...(['ApiKeyRequired', 'AuthorizerId', 'AuthorizationScopes', 'ModelSelectionExpression'] as const),
  ...(['RequestModels', 'RequestParameters', 'RouteResponseSelectionExpression'] as const),
] as const;

const TARGET = /^integrations\/([a-z0-9]+)$/;

/** The integration that a route's target names; undefined when it names none. */
export const targetOf = (target: string | undefined): string | undefined =>
  target === undefined ? undefined : TARGET.exec(target)?.[1];

/** @throws AwsError BadRequestException for what AWS refuses, and by name for what the plane does not execute */
export const checkRoute = (
  context: CallContext,
  operation: string,
  apiId: string,
  given: Partial<Omit<Route, 'RouteId'>>,
): void => {
  const { AuthorizationType: authorization, Target: target } = given;
  if (authorization === 'JWT' || authorization === 'CUSTOM') {
    throw unsupported(operation, `AuthorizationType ${authorization}`);
  }
  refuseMembers(operation, given, REFUSED);
  checkLength('operation name', given.OperationName, 1, 64);
  if (given.RouteKey !== undefined) parseRouteKey(given.RouteKey);
  if (target === undefined) return;
  const integrationId = targetOf(target);
  if (integrationId === undefined) throw badRequest(`Invalid target specified for route: ${target}`);
  if (!findPart(context.plane.store, apiId, 'integration', integrationId)) {
    throw badRequest(`Invalid integration identifier specified for route target: ${integrationId}`);
  }
};

/** @throws AwsError ConflictException when another route of the API has the key */
export const checkKeyFree = (context: CallContext, apiId: string, key: string): void => {
  if (allParts(context.plane.store, apiId, 'route').some(({ RouteKey }) => RouteKey === key)) {
    throw conflict(`Route with key ${key} already exists for this API`);
  }
};
