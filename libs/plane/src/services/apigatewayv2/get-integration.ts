/**
 * GetIntegration: one integration of an API.
 * @source docs
 */
import { requireApi, requirePart } from './api-table.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

export const getIntegration: HttpApiHandler<'GetIntegration'> = ({ ApiId, IntegrationId }, context) => {
  requireApi(context, ApiId);
  return requirePart(context, ApiId, 'integration', IntegrationId);
};
