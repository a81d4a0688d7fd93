/** Compiles an API from its tables into what requests are served by. */
import type { Route, Stage } from '@aws-sdk/client-apigatewayv2';
import type { Store } from '../../../store/store.ts';
import { logGroupOf } from '../access-log-settings.ts';
import { allParts, findApiRow, partContent } from '../api-table.ts';
import type { Snapshot } from '../deployment.ts';
import { functionArn, withStageVariables } from '../integration-definition.ts';
import { targetOf } from '../route-definition.ts';
import { DEFAULT_ROUTE, parseRouteKey } from '../route-key.ts';
import { accessLogLine } from './access-log-line.ts';
import { RouteTree } from './route-tree.ts';
import type { ServedApi, ServedRoute, ServedStage, ServedTarget } from './served-api.ts';
import { ACCOUNT_BURST, ACCOUNT_RATE } from './account-throttle.ts';
import { TokenBucket } from './token-bucket.ts';

/** Undefined when there is no such API. `wall` is wall time in milliseconds. */
export const compileApi = (store: Store, apiId: string, wall: number): ServedApi | undefined => {
  const row = findApiRow(store, apiId);
  if (!row) return undefined;
  const stages = allParts(store, apiId, 'stage').flatMap((stage): ServedStage[] => {
    const content = stage.DeploymentId && partContent(store, apiId, 'deployment', stage.DeploymentId);
    return content ? [servedStage(stage, JSON.parse(content) as Snapshot, wall)] : [];
  });
  return {
    ...{ apiId, accountId: row.account, region: row.region },
    stages: new Map(stages.map((stage) => [stage.name, stage])),
  };
};

const servedStage = (stage: Stage, { routes, integrations, cors, disabled }: Snapshot, wall: number): ServedStage => {
  const variables = stage.StageVariables ?? {};
  const targets = new Map(
    integrations.map(({ IntegrationId, IntegrationUri = '', IntegrationMethod = 'ANY', TimeoutInMillis = 30_000 }) => {
      const uri = withStageVariables(IntegrationUri, variables);
      const arn = uri === undefined ? undefined : functionArn(uri);
      const target: ServedTarget | undefined =
        arn !== undefined
          ? { kind: 'lambda', functionArn: arn, timeoutMs: TimeoutInMillis }
          : uri !== undefined
            ? { kind: 'http', uri, method: IntegrationMethod, timeoutMs: TimeoutInMillis }
            : undefined;
      return [IntegrationId!, target];
    }),
  );
  const tree = new RouteTree<ServedRoute>();
  for (const route of routes) {
    const target = targets.get(targetOf(route.Target) ?? '');
    const path = route.RouteKey === DEFAULT_ROUTE ? undefined : route.RouteKey!.slice(route.RouteKey!.indexOf(' ') + 1);
    const bucket = bucketOf(stage, route, wall);
    tree.add(parseRouteKey(route.RouteKey!), {
      ...{ key: route.RouteKey!, iam: route.AuthorizationType === 'AWS_IAM' },
      ...(path !== undefined && { path }),
      ...(target && { target }),
      ...(bucket && { bucket }),
    });
  }
  return {
    ...{ name: stage.StageName!, routes: tree, disabled: disabled === true },
    ...(Object.keys(variables).length > 0 && { variables }),
    ...(cors && { cors }),
    ...accessLogOf(stage),
  };
};

const accessLogOf = ({ AccessLogSettings: settings }: Stage): Pick<ServedStage, 'accessLog'> | undefined => {
  const group = logGroupOf(settings?.DestinationArn ?? '');
  return group === undefined ? undefined : { accessLog: { group, line: accessLogLine(settings!.Format!) } };
};

/** Each route has a bucket of its own, by its settings or else by those of the stage. */
const bucketOf = (stage: Stage, { RouteKey }: Route, wall: number): TokenBucket | undefined => {
  const own = stage.RouteSettings?.[RouteKey!];
  const rate = own?.ThrottlingRateLimit ?? stage.DefaultRouteSettings?.ThrottlingRateLimit;
  const burst = own?.ThrottlingBurstLimit ?? stage.DefaultRouteSettings?.ThrottlingBurstLimit;
  if (rate === undefined && burst === undefined) return undefined;
  return new TokenBucket(rate ?? ACCOUNT_RATE, burst ?? ACCOUNT_BURST, wall);
};
