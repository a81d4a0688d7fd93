/**
 * Where a stage's access log goes, and which lines it writes.
 * @source docs - the variables of HTTP APIs, that `$context.requestId` must be among them
 * @source unverified - the texts; that the log group must be there when the stage is made
 */
import type { AccessLogSettings } from '@aws-sdk/client-apigatewayv2';
import type { CallContext } from '../../service.ts';
import { badRequest, unsupported } from './errors.ts';

/** What a format may ask for. */
export const LOG_VARIABLES = [
  ...(['accountId', 'apiId', 'dataProcessed', 'domainName', 'domainPrefix', 'error.message'] as const),
  ...(['extendedRequestId', 'httpMethod', 'identity.sourceIp', 'identity.userAgent', 'integration.error'] as const),
  ...(['integration.integrationStatus', 'integration.latency', 'integration.status'] as const),
  ...(['integrationErrorMessage', 'integrationLatency', 'integrationStatus', 'path', 'protocol', 'requestId'] as const),
  ...(['requestTime', 'requestTimeEpoch', 'responseLatency', 'responseLength', 'routeKey', 'stage', 'status'] as const),
] as const;
export type LogVariable = (typeof LOG_VARIABLES)[number];

/** What AWS knows besides, and the plane has no value for. */
const OTHERS =
  /^(?:authorizer\..+|awsEndpointRequestId2?|customDomain\.\w+|error\.(?:messageString|responseType)|identity\.\w+(?:\.\w+)*|integration\.requestId)$/;

const known: ReadonlySet<string> = new Set(LOG_VARIABLES);
const VARIABLE = /\$context\.([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)/;
const ARN = /^arn:aws:logs:([a-z0-9-]+):(\d{12}):log-group:([^:*]+)(?::\*)?$/;

/** A format taken apart: literals and the variables between them, `['{"id":"', 'requestId', '"}']`. */
export const splitFormat = (format: string): string[] => format.split(VARIABLE);

/** The name of the log group that an ARN names. */
export const logGroupOf = (destination: string): string | undefined => ARN.exec(destination)?.[3];

/** @throws AwsError BadRequestException */
export const checkAccessLog = (
  { accountId, region }: CallContext,
  operation: string,
  { DestinationArn, Format }: AccessLogSettings,
): void => {
  if (DestinationArn === undefined || Format === undefined) {
    throw badRequest('Access log settings need both a destination ARN and a format');
  }
  const [, where, account] = ARN.exec(DestinationArn) ?? [];
  if (where !== region || account !== accountId) {
    throw badRequest(
      `Invalid access log destination: ${DestinationArn} is no log group of account ${accountId} in ${region}`,
    );
  }
  const variables = splitFormat(Format).filter((_, index) => index % 2 === 1);
  for (const name of variables) {
    if (known.has(name)) continue;
    if (OTHERS.test(name)) throw unsupported(operation, `'$context.${name}' in AccessLogSettings`);
    throw badRequest(`Invalid access log format: there is no variable $context.${name}`);
  }
  if (!variables.includes('requestId') && !variables.includes('extendedRequestId')) {
    throw badRequest('Access log format must include $context.requestId or $context.extendedRequestId');
  }
};

/** @throws AwsError BadRequestException when the settings name a log group that the account does not have */
export const requireLogGroup = async (
  settings: AccessLogSettings | undefined,
  { accountId, plane, principal, region }: CallContext,
): Promise<void> => {
  const [, where, account, name] = ARN.exec(settings?.DestinationArn ?? '') ?? [];
  if (name === undefined || where !== region || account !== accountId) return;
  // Names come in order: the group itself stands before all that it is a prefix of.
  const { logGroups } = await plane.call<{ logGroups: readonly { logGroupName: string }[] }>(
    ...(['logs', 'DescribeLogGroups', { logGroupNamePrefix: name, limit: 1 }, { principal, region }] as const),
  );
  if (logGroups[0]?.logGroupName === name) return;
  throw badRequest(`Invalid access log destination: log group ${name} does not exist`);
};
