/**
 * DeleteDeployment: a deployment that no stage serves.
 * @source docs
 * @source unverified - the text when a stage serves it
 */
import { allParts, deletePart, requireApi, requirePart } from './api-table.ts';
import { badRequest } from './errors.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

export const deleteDeployment: HttpApiHandler<'DeleteDeployment'> = ({ ApiId, DeploymentId }, context) => {
  requireApi(context, ApiId);
  requirePart(context, ApiId, 'deployment', DeploymentId);
  if (allParts(context.plane.store, ApiId, 'stage').some((stage) => stage.DeploymentId === DeploymentId)) {
    throw badRequest('Active stages pointing to this deployment must be moved or deleted');
  }
  deletePart(context, ApiId, 'deployment', DeploymentId);
  return {};
};
