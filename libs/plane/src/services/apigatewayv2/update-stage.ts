/**
 * UpdateStage: changes a stage; what it says of throttling and variables holds for the next request.
 * @source docs - a stage that quick create manages cannot be modified
 * @source unverified - the texts
 */
import type { Stage } from '@aws-sdk/client-apigatewayv2';
import type { CallContext } from '../../service.ts';
import { requireLogGroup } from './access-log-settings.ts';
import { requireApi, requirePart, updatePart } from './api-table.ts';
import { autoDeploy, deployedStage } from './deployment.ts';
import { badRequest } from './errors.ts';
import type { HttpApiHandler, HttpApiInput } from './http-api-handler.ts';
import { checkStage } from './stage-definition.ts';

const OPERATION = 'UpdateStage';

export const updateStage: HttpApiHandler<typeof OPERATION> = async (input, context) => {
  await requireLogGroup(input.AccessLogSettings, context);
  return context.plane.store.transaction(() => changeStage(input, context));
};

const changeStage = (input: HttpApiInput<typeof OPERATION>, context: CallContext): Stage => {
  const { ApiId, StageName, AutoDeploy, DefaultRouteSettings, Description, DeploymentId } = input;
  const { RouteSettings, StageVariables } = input;
  const api = requireApi(context, ApiId);
  const before = requirePart(context, ApiId, 'stage', StageName);
  if (before.ApiGatewayManaged === true) throw badRequest('A managed stage cannot be modified');
  const automatic = AutoDeploy ?? before.AutoDeploy === true;
  const AccessLogSettings = input.AccessLogSettings && { ...before.AccessLogSettings, ...input.AccessLogSettings };
  checkStage(context, OPERATION, ApiId, { ...input, AutoDeploy: automatic, AccessLogSettings });
  const changed: Stage = {
    ...before,
    ...{ AutoDeploy: automatic, LastUpdatedDate: new Date(context.now()) },
    ...(AccessLogSettings && { AccessLogSettings }),
    ...(DefaultRouteSettings && { DefaultRouteSettings: { ...before.DefaultRouteSettings, ...DefaultRouteSettings } }),
    ...(Description !== undefined && { Description }),
    ...(RouteSettings && { RouteSettings: { ...before.RouteSettings, ...RouteSettings } }),
    ...(StageVariables && { StageVariables: { ...before.StageVariables, ...StageVariables } }),
  };
  const stage = DeploymentId === undefined ? changed : deployedStage(context, changed, DeploymentId);
  updatePart(context, ApiId, 'stage', StageName, stage);
  if (automatic && before.AutoDeploy !== true) autoDeploy(context, api);
  return requirePart(context, ApiId, 'stage', StageName);
};
