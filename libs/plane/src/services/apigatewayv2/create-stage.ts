/**
 * CreateStage: an address at which a deployment of the API is served.
 * @source docs - names, automatic deployment, throttling
 * @source unverified - the texts
 */
import type { Stage } from '@aws-sdk/client-apigatewayv2';
import type { CallContext } from '../../service.ts';
import { requireLogGroup } from './access-log-settings.ts';
import { findPart, insertPart, requireApi, requirePart } from './api-table.ts';
import { autoDeploy } from './deployment.ts';
import { conflict } from './errors.ts';
import type { HttpApiHandler, HttpApiInput } from './http-api-handler.ts';
import { checkQuota } from './quota.ts';
import { checkStage, checkStageName } from './stage-definition.ts';
import { checkTags } from './tags.ts';

const OPERATION = 'CreateStage';

export const createStage: HttpApiHandler<typeof OPERATION> = async (input, context) => {
  await requireLogGroup(input.AccessLogSettings, context);
  return context.plane.store.transaction(() => addStage(input, context));
};

const addStage = (input: HttpApiInput<typeof OPERATION>, context: CallContext): Stage => {
  const { ApiId, StageName, DefaultRouteSettings, Description, AutoDeploy = false } = input;
  const { AccessLogSettings, DeploymentId, RouteSettings = {}, StageVariables = {}, Tags = {} } = input;
  const api = requireApi(context, ApiId);
  checkStageName(StageName);
  checkStage(context, OPERATION, ApiId, input);
  checkTags(Tags);
  if (findPart(context.plane.store, ApiId, 'stage', StageName)) throw conflict('Stage already exists');
  checkQuota(context.plane.store, ApiId, 'stage');
  const now = new Date(context.now());
  const stage: Stage = {
    ...{
      AutoDeploy,
      CreatedDate: now,
      LastUpdatedDate: now,
      RouteSettings,
      StageName: StageName,
      StageVariables,
      Tags,
    },
    DefaultRouteSettings: { DetailedMetricsEnabled: false, ...DefaultRouteSettings },
    ...(AccessLogSettings && { AccessLogSettings }),
    ...(DeploymentId !== undefined && { DeploymentId }),
    ...(Description !== undefined && { Description }),
  };
  insertPart(context, ApiId, 'stage', StageName, stage);
  if (AutoDeploy) autoDeploy(context, api);
  return requirePart(context, ApiId, 'stage', StageName);
};
