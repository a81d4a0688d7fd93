/**
 * Lambda integrations: the event goes to the function by Invoke, as the service that the function's policy must permit.
 * @source docs - permissions by `aws:SourceArn`, times
 * @source unverified - 503 for a throttled function; the text for a late one is from reports
 */
import { servicePrincipal } from '../../../accounts/service-principal.ts';
import type { PlaneServices } from '../../../service.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { gatewayAnswer, internalServerError, serviceUnavailable } from './gateway-request.ts';
import type { GatewayAnswer, GatewayRequest } from './gateway-request.ts';
import { lambdaAnswer } from './lambda-answer.ts';
import { lambdaEvent } from './lambda-event.ts';
import { withinTime } from './within-time.ts';

export const SERVICE = 'apigateway.amazonaws.com';

interface Invocation {
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
}

export const askLambda = async (
  plane: PlaneServices,
  request: GatewayRequest,
  { functionArn, timeoutMs }: { readonly functionArn: string; readonly timeoutMs: number },
): Promise<GatewayAnswer> => {
  const { accountId, region } = request.api;
  const invocation = plane.call<Invocation>(
    'lambda',
    'Invoke',
    {
      ...{ FunctionName: functionArn, InvocationType: 'RequestResponse' },
      Payload: Buffer.from(JSON.stringify(lambdaEvent(request))),
    },
    { principal: servicePrincipal(accountId, SERVICE, sourceArn(request)), region },
  );
  try {
    const answered = await withinTime(invocation, timeoutMs);
    if (!answered) return serviceUnavailable(`The function did not answer within ${timeoutMs} ms`);
    const payload = Buffer.from(answered.Payload ?? []).toString('utf8');
    const answer =
      answered.FunctionError === undefined ? lambdaAnswer(payload) : internalServerError(failureOf(payload));
    return { ...answer, integrationStatus: 200 };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { ...refusedAnswer(error), integrationStatus: error.statusCode };
  }
};

/** Throttled, too large an event; all else (no function, no permission) is a fault of the configuration. */
const refusedAnswer = ({ statusCode, code, message }: AwsError): GatewayAnswer => {
  const fault = `Lambda refused the invocation: ${code}: ${message}`;
  if (statusCode === 429 || statusCode === 503) return serviceUnavailable(fault);
  if (statusCode === 413) return gatewayAnswer(413, 'Request Entity Too Large', fault);
  return internalServerError(fault);
};

/** What Lambda says of a function that failed: `{"errorType":…,"errorMessage":…}`. */
const failureOf = (payload: string): string => {
  try {
    const { errorType = 'Error', errorMessage = '' } = JSON.parse(payload) as Record<string, unknown>;
    return `The function failed: ${String(errorType)}: ${String(errorMessage)}`;
  } catch {
    return 'The function failed';
  }
};

/** `arn:aws:execute-api:<region>:<account>:<apiId>/<stage>/<method>/<path of the route>`. */
const sourceArn = ({ api, stage, route, method }: GatewayRequest): string => {
  const resource = route.path === undefined ? '$default' : `${method}${route.path}`;
  return `arn:aws:execute-api:${api.region}:${api.accountId}:${api.apiId}/${stage.name}/${resource}`;
};
