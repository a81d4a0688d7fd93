/** Deployments: what an API was when it was deployed, which is what its stages serve. */
import type { Api, Cors, Deployment, Integration, Route, Stage } from '@aws-sdk/client-apigatewayv2';
import type { CallContext } from '../../service.ts';
import { allParts, deletePart, insertPart, updatePart } from './api-table.ts';
import { newPartId } from './identifiers.ts';

/** What a stage serves. */
export interface Snapshot {
  readonly routes: readonly Route[];
  readonly integrations: readonly Integration[];
  readonly cors?: Cors | undefined;
  /** The API's default endpoint is off. */
  readonly disabled?: boolean | undefined;
}

/** Deploys an API as it is now. Stages serve it once they point to it. */
export const insertDeployment = (
  context: CallContext,
  api: Api,
  { description, automatic = false }: { description?: string | undefined; automatic?: boolean } = {},
): Deployment => {
  const { store } = context.plane;
  const apiId = api.ApiId!;
  const snapshot: Snapshot = {
    routes: allParts(store, apiId, 'route'),
    integrations: allParts(store, apiId, 'integration'),
    cors: api.CorsConfiguration,
    disabled: api.DisableExecuteApiEndpoint,
  };
  const deployment: Deployment = {
    AutoDeployed: automatic,
    CreatedDate: new Date(context.now()),
    DeploymentId: newPartId(),
    DeploymentStatus: 'DEPLOYED',
    ...(description !== undefined && { Description: description }),
  };
  insertPart(context, apiId, 'deployment', deployment.DeploymentId!, deployment, JSON.stringify(snapshot));
  return deployment;
};

/** Deploys a change of an API to the stages that want every change, and forgets what they served before. */
export const autoDeploy = (context: CallContext, api: Api): void => {
  const apiId = api.ApiId!;
  const { store } = context.plane;
  const stages = allParts(store, apiId, 'stage');
  const automatic = stages.filter(({ AutoDeploy }) => AutoDeploy === true);
  if (automatic.length === 0) return;
  const { DeploymentId } = insertDeployment(context, api, {
    description: 'Automatic deployment triggered by changes to the Api configuration',
    automatic: true,
  });
  for (const stage of automatic)
    updatePart(context, apiId, 'stage', stage.StageName!, deployedStage(context, stage, DeploymentId!));
  const served = new Set(allParts(store, apiId, 'stage').map((stage) => stage.DeploymentId));
  for (const { AutoDeployed, DeploymentId: old } of allParts(store, apiId, 'deployment')) {
    if (AutoDeployed === true && !served.has(old)) deletePart(context, apiId, 'deployment', old!);
  }
};

/** A stage that serves a deployment from now on. */
export const deployedStage = (context: CallContext, stage: Stage, deploymentId: string): Stage => ({
  ...stage,
  DeploymentId: deploymentId,
  LastDeploymentStatusMessage: `Successfully deployed stage with deployment ID '${deploymentId}'`,
  LastUpdatedDate: new Date(context.now()),
});
