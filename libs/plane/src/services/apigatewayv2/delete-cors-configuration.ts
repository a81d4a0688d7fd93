/**
 * DeleteCorsConfiguration: the API answers no preflight and adds no CORS header any more.
 * @source docs
 */
import { requireApi, updateApiRow } from './api-table.ts';
import { autoDeploy } from './deployment.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

export const deleteCorsConfiguration: HttpApiHandler<'DeleteCorsConfiguration'> = ({ ApiId }, context) => {
  const api = { ...requireApi(context, ApiId) };
  delete api.CorsConfiguration;
  updateApiRow(context, api);
  autoDeploy(context, api);
  return {};
};
