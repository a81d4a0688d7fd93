/** Turns a request into its operation's input, in whichever protocol it came. */
import { Readable } from 'node:stream';
import type { StructureShape } from '../models/service-model.ts';
import { AwsError } from './aws-error.ts';
import { shapeOf } from './compiled-shapes.ts';
import type { WireRequest } from './http-message.ts';
import { jsonReader, parseJson } from './json-reader.ts';
import { readQueryFields } from './query-reader.ts';
import { readBindings } from './rest-bindings.ts';
import type { RouteMatch } from './route-match.ts';
import { serializationException } from './serialization-error.ts';
import { readXmlBody } from './xml-reader.ts';

export type Input = Record<string, unknown>;

const buffered = (match: RouteMatch, request: WireRequest): Buffer => {
  if (Buffer.isBuffer(request.body)) return request.body;
  throw new Error(`The body of ${match.model.id} ${match.operation} must be read before it is decoded`);
};

const decodeJson = (match: RouteMatch, shapeName: string, body: Buffer): Input => {
  const document = parseJson(body);
  if (document === null || typeof document !== 'object') throw serializationException();
  if (match.operationModel.document) {
    if (Array.isArray(document)) throw serializationException('Start of list found where not expected');
    return document as Input;
  }
  return jsonReader(match.model, shapeName)(document) as Input;
};

/** The member that is the body: a stream, bytes, text or a document. */
const decodePayload = (match: RouteMatch, shape: StructureShape, name: string, request: WireRequest): unknown => {
  const member = shape.members[name]!;
  const payload = shapeOf(match.model, member.shape);
  if (match.streaming) return Buffer.isBuffer(request.body) ? Readable.from([request.body]) : request.body;
  const body = buffered(match, request);
  if (payload.type === 'blob') return body;
  if (payload.type === 'string') return body.toString('utf8');
  if (body.length === 0) {
    if (shape.required?.includes(name) !== true) return undefined;
    throw new AwsError('MissingRequestBodyError', 400, 'Request Body is empty');
  }
  return match.protocol === 'rest-xml'
    ? readXmlBody(match.model, member.shape, member.locationName ?? name, body.toString('utf8'))
    : decodeJson(match, member.shape, body);
};

const decodeRest = (match: RouteMatch, shapeName: string, request: WireRequest): Input => {
  const shape = shapeOf(match.model, shapeName);
  if (shape.type !== 'structure') throw new Error(`${shapeName} is not a structure`);
  const input = readBindings(match, shape, request);
  if (shape.payload !== undefined) {
    const payload = decodePayload(match, shape, shape.payload, request);
    if (payload !== undefined) input[shape.payload] = payload;
    return input;
  }
  const hasBody = Object.values(shape.members).some((member) => member.location === undefined);
  if (!hasBody || buffered(match, request).length === 0) return input;
  return Object.assign(decodeJson(match, shapeName, buffered(match, request)), input);
};

/**
 * The input that a request carries: dates as Date, bytes as Buffer, members that no shape names dropped. It is
 * typed, not yet valid: see `validate`. Throws the AwsError of what cannot be read (SerializationException,
 * MalformedXML, InvalidArgument, …).
 */
export const decodeRequest = (match: RouteMatch, request: WireRequest): Input => {
  const shapeName = match.operationModel.input;
  if (shapeName === undefined) return {};
  switch (match.protocol) {
    case 'json':
      return decodeJson(match, shapeName, buffered(match, request));
    case 'query':
      return readQueryFields(match.model, shapeName, match.query);
    default:
      return decodeRest(match, shapeName, request);
  }
};
