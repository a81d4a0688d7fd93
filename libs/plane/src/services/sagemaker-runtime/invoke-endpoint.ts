/**
 * InvokeEndpoint: hands a request to a container of the endpoint and its answer back.
 * @source docs - headers, times, sizes, the error's members
 * @source unverified - the texts for a variant that is not there, for no healthy container, and for too large an answer
 */
import { chooseTarget, chooseVariant, type Random } from '../../endpoints/choose.ts';
import {
  ContainerFault,
  type ContainerAnswer,
  type ContainerConnection,
} from '../../endpoints/container-connection.ts';
import { endpointRoutes, type VariantRoute } from '../../endpoints/endpoint-routes.ts';
import type { SageMakerRuntimeOperations } from '../../models/sagemaker-runtime-operations.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { modelError } from './model-error.ts';

type Operation = Handlers<SageMakerRuntimeOperations>['InvokeEndpoint'];
type Request = SageMakerRuntimeOperations['InvokeEndpoint']['input'];

/** Members that only other kinds of endpoint have a use for. */
const REFUSED = [
  'TargetContainerHostname',
  'EnableExplanations',
  'InferenceComponentName',
  'SessionId',
  'PrefixAwareId',
] as const satisfies readonly (keyof Request)[];

/** A request whose connection fails before any byte of an answer goes to another container, so often at most. */
const TRIES = 3;

const validationError = (message: string): AwsError => new AwsError('ValidationError', 400, message);

const checkSupported = (input: Request): void => {
  if (input.TargetModel !== undefined) {
    throw validationError(
      `Endpoint ${input.EndpointName} is not a multi-model endpoint and does not support target model header.`,
    );
  }
  for (const member of REFUSED) {
    if (input[member] === undefined) continue;
    throw validationError(
      `The plane does not execute '${member}' of InvokeEndpoint; docs/coverage.md lists what it executes.`,
    );
  }
};

const variantOf = (input: Request, context: CallContext, random: Random): VariantRoute => {
  const { EndpointName: name, TargetVariant: wanted } = input;
  const endpoint = endpointRoutes(context.plane.store).find(context, name);
  if (!endpoint) throw validationError(`Endpoint ${name} of account ${context.accountId} not found.`);
  if (wanted === undefined) return chooseVariant(endpoint.variants, random);
  const variant = endpoint.variants.find((each) => each.name === wanted);
  if (!variant) throw validationError(`Variant ${wanted} not found for Request`);
  return variant;
};

/** The headers that SageMaker hands on; it strips all others. */
const forwarded = (input: Request): Record<string, string> => {
  const headers: Record<string, string> = {};
  if (input.ContentType !== undefined) headers['content-type'] = input.ContentType;
  if (input.Accept !== undefined) headers['accept'] = input.Accept;
  if (input.CustomAttributes !== undefined) headers['x-amzn-sagemaker-custom-attributes'] = input.CustomAttributes;
  if (input.InferenceId !== undefined) headers['x-amzn-sagemaker-inference-id'] = input.InferenceId;
  return headers;
};

const text = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;

const faultError = (fault: ContainerFault, input: Request, container: string, context: CallContext): AwsError => {
  const failed = (message: string): AwsError =>
    modelError(context, { endpoint: input.EndpointName, container, status: 0, message });
  switch (fault.kind) {
    case 'timeout':
      return failed(
        `Your invocation timed out while waiting for a response from container ${container}. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.`,
      );
    case 'too-large':
      return failed('The response body exceeds the maximum size.');
    case 'broken':
      return failed('The connection to the container was closed before its response was complete.');
    case 'unreachable':
      return unavailable();
  }
};

const unavailable = (): AwsError =>
  new AwsError('ServiceUnavailable', 503, 'The service is unable to handle the request: no container is available.');

/** The containers are looked up anew for each try: the one that failed may have been replaced. */
const ask = async (input: Request, context: CallContext, random: Random): Promise<[VariantRoute, ContainerAnswer]> => {
  const headers = forwarded(input);
  let failed: ContainerConnection | undefined;
  for (let tries = 1; ; tries += 1) {
    const variant = variantOf(input, context, random);
    const target = chooseTarget(variant.targets, random, failed);
    if (!target) throw unavailable();
    try {
      return [variant, await target.invoke(headers, input.Body)];
    } catch (error) {
      if (!(error instanceof ContainerFault)) throw error;
      if (error.kind !== 'unreachable' || tries === TRIES)
        throw faultError(error, input, variant.containerName, context);
      failed = target;
    }
  }
};

/** @param random decides between variants and between instances */
export const invokeEndpointBy =
  (random: Random): Operation =>
  async (input, context) => {
    checkSupported(input);
    const [variant, { status, headers, body }] = await ask(input, context, random);
    if (status < 200 || status > 299) {
      throw modelError(context, {
        endpoint: input.EndpointName,
        container: variant.containerName,
        status,
        message: body.toString('utf8'),
      });
    }
    return {
      Body: body,
      ContentType: text(headers['content-type']),
      InvokedProductionVariant: variant.name,
      CustomAttributes: text(headers['x-amzn-sagemaker-custom-attributes']),
    };
  };

export const invokeEndpoint = invokeEndpointBy(Math.random);
