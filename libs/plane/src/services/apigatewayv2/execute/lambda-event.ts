/**
 * The event of a Lambda integration, payload format 2.0.
 * @source docs - members, joining of headers and of query parameters
 * @source unverified - which content types travel as text; that paths are decoded
 */
import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { Principal } from '../../../service.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { logTime } from './log-time.ts';

const TEXT = /^(?:text\/|application\/(?:json|xml|javascript|graphql)\b|application\/[\w.+-]+\+(?:json|xml)\b)/i;

export const lambdaEvent = (request: GatewayRequest): object => {
  const { api, stage, route, method, path, query, body, requestId, time } = request;
  const { cookie, ...headers } = request.headers;
  const base64 = body.length > 0 && !isText(request);
  const parameters = query === '' ? undefined : queryParameters(query);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: query,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/).filter((each) => each !== '') }),
    headers: eventHeaders(request, headers),
    ...(parameters && { queryStringParameters: parameters }),
    requestContext: {
      accountId: api.accountId,
      apiId: api.apiId,
      ...(request.caller && { authorizer: { iam: iamContext(request.caller) } }),
      domainName: request.domainName,
      domainPrefix: api.apiId,
      http: {
        ...{ method, path, protocol: 'HTTP/1.1', sourceIp: request.sourceIp },
        userAgent: request.headers['user-agent'] ?? '',
      },
      ...{ requestId, routeKey: route.key, stage: stage.name, time: logTime(time), timeEpoch: time },
    },
    ...(request.parameters && { pathParameters: request.parameters }),
    ...(stage.variables && { stageVariables: stage.variables }),
    ...(body.length > 0 && { body: body.toString(base64 ? 'base64' : 'utf8') }),
    isBase64Encoded: base64,
  };
};

const isText = ({ headers, body }: GatewayRequest): boolean => {
  const type = headers['content-type'];
  if (headers['content-encoding'] !== undefined || (type !== undefined && !TEXT.test(type))) return false;
  return isUtf8(body);
};

const eventHeaders = (request: GatewayRequest, given: GatewayRequest['headers']): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const name in given) {
    const value = given[name];
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const seconds = Math.floor(request.time / 1000).toString(16);
  headers['x-amzn-trace-id'] ??= `Root=1-${seconds}-${randomBytes(12).toString('hex')}`;
  const before = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = before === undefined ? request.sourceIp : `${before}, ${request.sourceIp}`;
  headers['x-forwarded-port'] = /:(\d+)$/.exec(request.domainName)?.[1] ?? '80';
  headers['x-forwarded-proto'] = 'http';
  return headers;
};

/** Decoded; what is given twice is joined with commas. */
const queryParameters = (query: string): Record<string, string> => {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
};

const iamContext = ({ accessKeyId, accountId, arn, userId }: Principal): object => ({
  ...{ accessKey: accessKeyId, accountId, callerId: userId, cognitoIdentity: null, principalOrgId: null },
  ...{ userArn: arn, userId },
});
