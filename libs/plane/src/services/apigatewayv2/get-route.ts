/**
 * GetRoute: one route of an API.
 * @source docs
 */
import { requireApi, requirePart } from './api-table.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

export const getRoute: HttpApiHandler<'GetRoute'> = ({ ApiId, RouteId }, context) => {
  requireApi(context, ApiId);
  return requirePart(context, ApiId, 'route', RouteId);
};
