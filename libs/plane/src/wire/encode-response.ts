/** Turns an operation's output into a response, in the protocol of its request. */
import type { Readable } from 'node:stream';
import type { ServiceModel, StructureShape } from '../models/service-model.ts';
import { shapeOf } from './compiled-shapes.ts';
import type { WireResponse } from './http-message.ts';
import { jsonWriter } from './json-writer.ts';
import { bodyChecksum, contentType, requestIdHeaders } from './response-headers.ts';
import { writeBindings } from './rest-bindings.ts';
import type { RouteMatch } from './route-match.ts';
import { escapeXml } from './xml-element.ts';
import { xmlContentWriter } from './xml-writer.ts';

type Output = Readonly<Record<string, unknown>>;

const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

const structureOf = (model: ServiceModel, name: string): StructureShape => {
  const shape = shapeOf(model, name);
  if (shape.type !== 'structure') throw new Error(`${name} is not a structure`);
  return shape;
};

const xmlDocument = (model: ServiceModel, root: string, content: string): string => {
  const namespace = model.xmlNamespace === undefined ? '' : ` xmlns="${escapeXml(model.xmlNamespace)}"`;
  return `${xmlDeclaration}<${root}${namespace}>${content}</${root}>`;
};

const encodeQuery = (match: RouteMatch, output: Output, requestId: string): string => {
  const { operation, operationModel, model } = match;
  const result = operationModel.output === undefined ? '' : xmlContentWriter(model, operationModel.output)(output);
  const wrapper = operationModel.resultWrapper;
  const content = wrapper === undefined ? result : `<${wrapper}>${result}</${wrapper}>`;
  const metadata = `<ResponseMetadata><RequestId>${escapeXml(requestId)}</RequestId></ResponseMetadata>`;
  return xmlDocument(model, `${operation}Response`, content + metadata);
};

const bodyDocument = (match: RouteMatch, shapeName: string, root: string, value: unknown): string => {
  if (match.protocol === 'rest-json') return JSON.stringify(jsonWriter(match.model, shapeName)(value));
  return xmlDocument(match.model, root, xmlContentWriter(match.model, shapeName)(value));
};

/** The body of a REST output, and whether it is a document of the protocol rather than bytes of the caller's. */
const restBody = (
  match: RouteMatch,
  shapeName: string,
  output: Output,
): { body: WireResponse['body']; document: boolean } => {
  const shape = structureOf(match.model, shapeName);
  if (shape.payload !== undefined) {
    const member = shape.members[shape.payload]!;
    const value = output[shape.payload];
    if (value === undefined || value === null) return { body: '', document: false };
    const type = shapeOf(match.model, member.shape).type;
    if (type === 'blob' || type === 'string') return { body: value as string | Uint8Array | Readable, document: false };
    return {
      body: bodyDocument(match, member.shape, member.locationName ?? shape.payload, value),
      document: true,
    };
  }
  const members = Object.entries(shape.members).filter(([, member]) => member.location === undefined);
  if (members.length === 0) return { body: match.protocol === 'rest-json' ? '{}' : '', document: false };
  const root = shape.locationName ?? shapeName;
  if (shape.unwrapped !== true) return { body: bodyDocument(match, shapeName, root, output), document: true };
  const [name, member] = members[0]!;
  const text = output[name] === undefined ? '' : xmlContentWriter(match.model, member.shape)(output[name]);
  return { body: xmlDocument(match.model, root, text), document: true };
};

const encodeRest = (match: RouteMatch, output: Output, requestId: string): WireResponse => {
  const { model, operationModel } = match;
  const ids = requestIdHeaders(match, requestId);
  const status = operationModel.http.responseCode ?? 200;
  if (operationModel.output === undefined) return { status, headers: ids, body: '' };
  const bound = writeBindings(model, structureOf(model, operationModel.output), output);
  const { body, document } = restBody(match, operationModel.output, output);
  return {
    // S3 answers a range with 206, which its model does not say.
    status: bound.status ?? (output['ContentRange'] === undefined ? status : 206),
    headers: { ...(document ? { 'content-type': contentType(match) } : {}), ...bound.headers, ...ids },
    body: match.method === 'HEAD' ? '' : body,
  };
};

/**
 * The response of an output. Members that are undefined or that the output's shape lacks are left out; a payload
 * may be a stream. `content-length` is left to HTTP unless the output says it.
 */
export const encodeResponse = (match: RouteMatch, output: object, requestId: string): WireResponse => {
  const values = output as Output;
  if (match.protocol === 'rest-json' || match.protocol === 'rest-xml') return encodeRest(match, values, requestId);
  const headers = { 'content-type': contentType(match), 'x-amzn-RequestId': requestId };
  if (match.protocol === 'query') return { status: 200, headers, body: encodeQuery(match, values, requestId) };
  const { output: shapeName, document } = match.operationModel;
  let body = '';
  if (shapeName !== undefined) body = JSON.stringify(document ? values : jsonWriter(match.model, shapeName)(values));
  return { status: 200, headers: { ...headers, ...bodyChecksum(match, body) }, body };
};
