/**
 * GetDeployment: one deployment of an API.
 * @source docs
 */
import { requireApi, requirePart } from './api-table.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

export const getDeployment: HttpApiHandler<'GetDeployment'> = ({ ApiId, DeploymentId }, context) => {
  requireApi(context, ApiId);
  return requirePart(context, ApiId, 'deployment', DeploymentId);
};
