/**
 * DeleteIntegration: an integration that no route has as its target.
 * @source docs
 * @source unverified - the text when a route has it
 */
import { allParts, deletePart, requireApi, requirePart } from './api-table.ts';
import { autoDeploy } from './deployment.ts';
import { conflict } from './errors.ts';
import type { HttpApiHandler } from './http-api-handler.ts';
import { targetOf } from './route-definition.ts';

export const deleteIntegration: HttpApiHandler<'DeleteIntegration'> = ({ ApiId, IntegrationId }, context) => {
  const api = requireApi(context, ApiId);
  requirePart(context, ApiId, 'integration', IntegrationId);
  const route = allParts(context.plane.store, ApiId, 'route').find(({ Target }) => targetOf(Target) === IntegrationId);
  if (route) {
    throw conflict(
      `Cannot delete Integration '${IntegrationId}' because it is referenced by the Route '${route.RouteId}'`,
    );
  }
  deletePart(context, ApiId, 'integration', IntegrationId);
  autoDeploy(context, api);
  return {};
};
