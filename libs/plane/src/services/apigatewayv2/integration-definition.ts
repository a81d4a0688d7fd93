/** What an integration may be: a Lambda function, or an HTTP server on this machine. */
import type { Integration } from '@aws-sdk/client-apigatewayv2';
import { badRequest, checkLength, refuseMembers, unsupported } from './errors.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

const REFUSED = [
  ...([
    'ConnectionId',
    'ContentHandlingStrategy',
    'CredentialsArn',
    'IntegrationSubtype',
    'PassthroughBehavior',
  ] as const),
  ...([
    'RequestParameters',
    'RequestTemplates',
    'ResponseParameters',
    'TemplateSelectionExpression',
    'TlsConfig',
  ] as const),
] as const;

/** A function or an alias of it; a stage variable may stand anywhere in it. */
const FUNCTION_ARN = /^arn:aws:lambda:[^:/]+:[^:/]+:function:[^:/]+(?::[^:/]+)?$/;
const INVOCATION_ARN =
  /^arn:aws:apigateway:[^:/]+:lambda:path\/2015-03-31\/functions\/(arn:aws:lambda:.+)\/invocations$/;
const STAGE_VARIABLE = /\$\{stageVariables\.(\w+)\}/g;
const METHODS = new Set(['ANY', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The function's ARN that an integration URI names; undefined when it names none. */
export const functionArn = (uri: string): string | undefined => {
  const plain = uri.replace(STAGE_VARIABLE, 'v');
  const wrapped = INVOCATION_ARN.exec(plain) !== null;
  const arn = wrapped ? uri.slice(uri.indexOf('/functions/') + '/functions/'.length, -'/invocations'.length) : uri;
  return FUNCTION_ARN.test(arn.replace(STAGE_VARIABLE, 'v')) ? arn : undefined;
};

/** An integration URI in a stage; undefined when it asks for a variable that the stage lacks. */
export const withStageVariables = (uri: string, variables: Readonly<Record<string, string>>): string | undefined => {
  const missing = [...uri.matchAll(STAGE_VARIABLE)].some(([, name]) => !Object.hasOwn(variables, name!));
  return missing ? undefined : uri.replace(STAGE_VARIABLE, (_, name: string) => variables[name]!);
};

const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?:\/|$)/;

/**
 * An integration with its defaults.
 * @throws AwsError BadRequestException for what AWS refuses, and by name for what the plane does not execute
 */
export const checkedIntegration = (operation: string, given: Omit<Integration, 'IntegrationId'>): Integration => {
  refuseMembers(operation, given, REFUSED);
  checkLength('description', given.Description, 0, 1024);
  const { IntegrationType: type, IntegrationUri: uri, PayloadFormatVersion: version } = given;
  if (given.ConnectionType === 'VPC_LINK') throw unsupported(operation, 'ConnectionType VPC_LINK');
  if (type !== 'AWS_PROXY' && type !== 'HTTP_PROXY') {
    throw badRequest(
      'Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)',
    );
  }
  if (uri === undefined || uri === '') throw badRequest('Integration URI is required');
  if (version === undefined) throw badRequest('PayloadFormatVersion is a required parameter for integration');
  const common = { ConnectionType: 'INTERNET', TimeoutInMillis: DEFAULT_TIMEOUT_MS, ...given } as const;
  return type === 'AWS_PROXY' ? lambdaIntegration(operation, common) : httpIntegration(operation, common);
};

const lambdaIntegration = (operation: string, given: Integration): Integration => {
  const { IntegrationUri: uri = '', IntegrationMethod: method = 'POST', PayloadFormatVersion: version } = given;
  if (functionArn(uri) === undefined)
    throw badRequest('Invalid integration uri specified. It must be the ARN of a Lambda function');
  if (method !== 'POST') throw badRequest('HttpMethod must be POST for AWS_PROXY IntegrationType.');
  if (version === '1.0') throw unsupported(operation, "PayloadFormatVersion '1.0' of Lambda integrations");
  if (version !== '2.0') throw badRequest(`Invalid payload format version specified: ${version}`);
  return { ...given, IntegrationMethod: method };
};

const httpIntegration = (operation: string, given: Integration): Integration => {
  const { IntegrationUri: uri = '', IntegrationMethod: method, PayloadFormatVersion: version } = given;
  if (version !== '1.0') throw badRequest('PayloadFormatVersion must be 1.0 for HTTP_PROXY integrations');
  if (method === undefined || !METHODS.has(method)) throw badRequest(`Invalid HTTP method specified: ${method}`);
  if (!/^https?:\/\//.test(uri)) throw badRequest('Invalid HTTP endpoint specified for URI');
  if (!LOOPBACK.test(uri))
    throw unsupported(operation, 'an IntegrationUri that is not on this machine (http://127.0.0.1:…)');
  return given;
};
