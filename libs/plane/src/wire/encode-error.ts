/** Turns an AWS error into a response, in the protocol of its request. */
import type { ServiceModel, StructureShape } from '../models/service-model.ts';
import type { AwsError } from './aws-error.ts';
import type { WireResponse } from './http-message.ts';
import { jsonWriter } from './json-writer.ts';
import { bodyChecksum, contentType, hostId, requestIdHeaders } from './response-headers.ts';
import type { ErrorTarget } from './route-match.ts';
import { escapeXml } from './xml-element.ts';

const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

interface ModeledError {
  readonly name: string;
  readonly shape: StructureShape;
}

const modeledErrors = new WeakMap<ServiceModel, ReadonlyMap<string, ModeledError>>();

/** The error's shape in the model, by the code that travels. */
const errorShape = (model: ServiceModel, code: string): ModeledError | undefined => {
  let errors = modeledErrors.get(model);
  if (errors === undefined) {
    const found = new Map<string, ModeledError>();
    for (const [name, shape] of Object.entries(model.shapes)) {
      if (shape.type === 'structure' && shape.error !== undefined) found.set(shape.error.code ?? name, { name, shape });
    }
    modeledErrors.set(model, (errors = found));
  }
  return errors.get(code);
};

const jsonBody = (target: ErrorTarget, error: AwsError): string => {
  const modeled = target.model === undefined ? undefined : errorShape(target.model, error.code);
  const members = { ...error.members };
  const written =
    modeled === undefined || target.model === undefined || target.operationModel?.document
      ? members
      : (jsonWriter(target.model, modeled.name)(members) as Record<string, unknown>);
  const messageKey = modeled?.shape.members['Message'] === undefined ? 'message' : 'Message';
  const message = error.message === '' ? {} : { [messageKey]: error.message };
  const name = target.model?.queryCompatible === true ? (modeled?.name ?? error.code) : error.code;
  const type = target.protocol === 'json' ? { __type: name } : {};
  return JSON.stringify({ ...type, ...message, ...written });
};

const xmlElements = (members: Readonly<Record<string, unknown>>): string =>
  Object.entries(members)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');

const queryBody = (target: ErrorTarget, error: AwsError, requestId: string): string => {
  const namespace = target.model?.xmlNamespace;
  const details = xmlElements({
    Type: error.statusCode < 500 ? 'Sender' : 'Receiver',
    Code: error.code,
    Message: error.message,
    ...error.members,
  });
  const root = namespace === undefined ? '<ErrorResponse>' : `<ErrorResponse xmlns="${escapeXml(namespace)}">`;
  return `${root}<Error>${details}</Error>${xmlElements({ RequestId: requestId })}</ErrorResponse>`;
};

/** S3 names what the error is about: a member (`Key`, `BucketName`), or else the path as `Resource`. */
const s3Body = (target: ErrorTarget, error: AwsError, requestId: string): string => {
  const about = Object.keys(error.members).length > 0 ? error.members : { Resource: target.path };
  const details = {
    Code: error.code,
    Message: error.message,
    ...about,
    RequestId: requestId,
    HostId: hostId(requestId),
  };
  return `${xmlDeclaration}<Error>${xmlElements(details)}</Error>`;
};

/** The response of an error, to a match or to as much of one as is known (its protocol). */
export const encodeError = (target: ErrorTarget, error: AwsError, requestId: string): WireResponse => {
  const ids = { ...error.headers, ...requestIdHeaders(target, requestId) };
  // Neither carries a body: the caller sees the status only.
  if (target.method === 'HEAD' || error.statusCode === 304) return { status: error.statusCode, headers: ids, body: '' };
  const headers: WireResponse['headers'] = { 'content-type': contentType(target), ...ids };
  switch (target.protocol) {
    case 'json': {
      const body = jsonBody(target, error);
      Object.assign(headers, bodyChecksum(target, body));
      if (target.model?.queryCompatible === true) {
        headers['x-amzn-query-error'] = `${error.code};${error.statusCode < 500 ? 'Sender' : 'Receiver'}`;
      }
      return { status: error.statusCode, headers, body };
    }
    case 'rest-json':
      headers['x-amzn-ErrorType'] = error.code;
      return { status: error.statusCode, headers, body: jsonBody(target, error) };
    case 'query':
      return { status: error.statusCode, headers, body: queryBody(target, error, requestId) };
    case 'rest-xml':
      return { status: error.statusCode, headers, body: s3Body(target, error, requestId) };
  }
};
