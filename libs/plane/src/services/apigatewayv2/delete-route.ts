/**
 * DeleteRoute: requests of its key find another route, or none.
 * @source docs
 */
import { deletePart, requireApi, requirePart } from './api-table.ts';
import { autoDeploy } from './deployment.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

export const deleteRoute: HttpApiHandler<'DeleteRoute'> = ({ ApiId, RouteId }, context) => {
  const api = requireApi(context, ApiId);
  requirePart(context, ApiId, 'route', RouteId);
  deletePart(context, ApiId, 'route', RouteId);
  autoDeploy(context, api);
  return {};
};
