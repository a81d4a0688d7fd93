/**
 * CreateDeployment: freezes the API as it is, for a stage to serve.
 * @source docs
 * @source unverified - the texts
 */
import { requireApi, requirePart, countParts, updatePart } from './api-table.ts';
import { deployedStage, insertDeployment } from './deployment.ts';
import { badRequest, checkLength } from './errors.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

export const createDeployment: HttpApiHandler<'CreateDeployment'> = (input, context) => {
  const { ApiId, StageName, Description } = input;
  const api = requireApi(context, ApiId);
  checkLength('description', Description, 0, 1024);
  if (countParts(context.plane.store, ApiId, 'route') === 0) {
    throw badRequest('At least one route is required before deploying the Api.');
  }
  const stage = StageName === undefined ? undefined : requirePart(context, ApiId, 'stage', StageName);
  if (stage?.AutoDeploy === true) {
    throw badRequest('Deployment ID cannot be set on stage because AutoDeploy is enabled');
  }
  const deployment = insertDeployment(context, api, { description: Description });
  if (stage) {
    updatePart(context, ApiId, 'stage', StageName!, deployedStage(context, stage, deployment.DeploymentId!));
  }
  return deployment;
};
