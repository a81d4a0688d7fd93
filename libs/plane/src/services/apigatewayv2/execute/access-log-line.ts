/**
 * A line of an access log: the stage's format, filled with what is known of a request.
 * @source docs - what each variable means, `-` where there is none
 * @source unverified - that what callers wrote is escaped as in JSON text, so that it can neither end a value nor the line
 */
import { splitFormat, type LogVariable } from '../access-log-settings.ts';
import type { GatewayAnswer } from './gateway-request.ts';
import { logTime } from './log-time.ts';
import type { ServedApi } from './served-api.ts';

export interface LoggedRequest {
  readonly api: ServedApi;
  readonly stage: string;
  readonly routeKey?: string | undefined;
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly protocol: string;
  readonly domainName: string;
  readonly sourceIp: string;
  readonly userAgent?: string | undefined;
  /** Service time in milliseconds. */
  readonly time: number;
  readonly answer: GatewayAnswer;
  /** Milliseconds. */
  readonly latency: number;
  /** Milliseconds; absent when no integration was asked. */
  readonly integrationLatency?: number | undefined;
  /** Of the request's body. */
  readonly bytes: number;
}

type Value = string | number | undefined;

const answerBytes = ({ answer }: LoggedRequest): number => Buffer.byteLength(answer.body);
const integrationLatency = ({ integrationLatency: ms }: LoggedRequest): Value => ms && Math.round(ms);
const integrationStatus = ({ answer }: LoggedRequest): Value => answer.integrationStatus;
const requestId = (request: LoggedRequest): Value => request.requestId;
const why = ({ answer }: LoggedRequest): Value => answer.fault;

const VALUES: Readonly<Record<LogVariable, (request: LoggedRequest) => Value>> = {
  accountId: ({ api }) => api.accountId,
  apiId: ({ api }) => api.apiId,
  dataProcessed: (request) => request.bytes + answerBytes(request),
  domainName: ({ domainName }) => domainName,
  domainPrefix: ({ api }) => api.apiId,
  'error.message': ({ answer }) => answer.refusal,
  extendedRequestId: requestId,
  httpMethod: ({ method }) => method,
  'identity.sourceIp': ({ sourceIp }) => sourceIp,
  'identity.userAgent': ({ userAgent }) => userAgent,
  'integration.error': why,
  'integration.integrationStatus': integrationStatus,
  'integration.latency': integrationLatency,
  'integration.status': ({ answer }) =>
    answer.refusal === undefined && answer.integrationStatus ? answer.status : undefined,
  integrationErrorMessage: why,
  integrationLatency,
  integrationStatus,
  path: ({ path }) => path,
  protocol: ({ protocol }) => protocol,
  requestId,
  requestTime: ({ time }) => logTime(time),
  requestTimeEpoch: ({ time }) => time,
  responseLatency: ({ latency }) => Math.round(latency),
  responseLength: answerBytes,
  routeKey: ({ routeKey }) => routeKey,
  stage: ({ stage }) => stage,
  status: ({ answer }) => answer.status,
};

const shown = (value: Value): string =>
  value === undefined || value === '' ? '-' : JSON.stringify(String(value)).slice(1, -1);

/** What writes the lines of a format, which must have been checked. */
export const accessLogLine = (format: string): ((request: LoggedRequest) => string) => {
  const parts = splitFormat(format);
  return (request) =>
    parts.map((part, index) => (index % 2 === 0 ? part : shown(VALUES[part as LogVariable](request)))).join('');
};
