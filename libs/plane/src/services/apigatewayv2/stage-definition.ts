/** What a stage may say: its name, its variables, and the rates that its routes take. */
import type { RouteSettings, Stage } from '@aws-sdk/client-apigatewayv2';
import type { CallContext } from '../../service.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { checkAccessLog } from './access-log-settings.ts';
import { allParts, requirePart } from './api-table.ts';
import { badRequest, checkLength, unsupported } from './errors.ts';

export const DEFAULT_STAGE = '$default';

const NAME = /^(?:\$default|[a-zA-Z0-9_-]{1,128})$/;
const VARIABLE = /^[a-zA-Z0-9_]+$/;
const VALUE = /^[A-Za-z0-9\-._~:/?#&=,]*$/;

export const checkStageName = (name: string): void => {
  if (NAME.test(name)) return;
  throw badRequest('Stage name only allows a-zA-Z0-9_- characters, or $default');
};

type Given = Pick<Stage, 'AccessLogSettings' | 'ClientCertificateId' | 'DefaultRouteSettings'> &
  Pick<Stage, 'DeploymentId' | 'Description' | 'RouteSettings' | 'StageVariables' | 'AutoDeploy'>;

/**
 * Checks what CreateStage and UpdateStage share.
 * @throws AwsError BadRequestException, NotFoundException for a route or a deployment that the API lacks
 */
export const checkStage = (context: CallContext, operation: string, apiId: string, given: Given): void => {
  if (given.AccessLogSettings !== undefined) checkAccessLog(context, operation, given.AccessLogSettings);
  if (given.ClientCertificateId !== undefined) throw unsupported(operation, "'ClientCertificateId'");
  checkLength('description', given.Description, 0, 1024);
  if (given.DeploymentId !== undefined) {
    if (given.AutoDeploy === true)
      throw badRequest('Deployment ID cannot be set on stage because AutoDeploy is enabled');
    requirePart(context, apiId, 'deployment', given.DeploymentId);
  }
  for (const [name, value] of Object.entries(given.StageVariables ?? {})) {
    if (!VARIABLE.test(name)) throw badRequest(`Stage variable name must be alphanumeric or _: ${name}`);
    if (!VALUE.test(value)) throw badRequest(`Stage variable value for ${name} must match ${VALUE.source}`);
    checkLength('stage variable value', value, 0, 2048);
  }
  if (given.DefaultRouteSettings) checkSettings(operation, given.DefaultRouteSettings);
  const settings = Object.entries(given.RouteSettings ?? {});
  if (settings.length === 0) return;
  const keys = new Set(allParts(context.plane.store, apiId, 'route').map(({ RouteKey }) => RouteKey));
  for (const [key, each] of settings) {
    if (!keys.has(key)) {
      throw new AwsError(
        'NotFoundException',
        404,
        `Unable to find Route by key ${key} within the provided RouteSettings`,
      );
    }
    checkSettings(operation, each);
  }
};

const checkSettings = (operation: string, settings: RouteSettings): void => {
  const { DataTraceEnabled, LoggingLevel, DetailedMetricsEnabled } = settings;
  const { ThrottlingBurstLimit: burst = 0, ThrottlingRateLimit: rate = 0 } = settings;
  if (DataTraceEnabled === true || (LoggingLevel !== undefined && LoggingLevel !== 'OFF')) {
    throw badRequest('Execution logs are not supported on protocol type HTTP');
  }
  if (DetailedMetricsEnabled === true) throw unsupported(operation, "'DetailedMetricsEnabled'");
  if (burst < 0 || rate < 0 || !Number.isFinite(rate)) {
    throw badRequest('Throttling burst and rate limits must not be negative');
  }
};
