/** The parts of REST requests and responses that stand outside the body: labels, query keys, headers. */
import type { IncomingHttpHeaders } from 'node:http';
import type { MemberModel, ServiceModel, StructureShape } from '../models/service-model.ts';
import { AwsError } from './aws-error.ts';
import { shapeOf } from './compiled-shapes.ts';
import { serializationException } from './serialization-error.ts';
import type { WireRequest } from './http-message.ts';
import { decodePercent, repeatedValues } from './query-string.ts';
import type { RouteMatch } from './route-match.ts';
import { readScalar, writeScalar } from './text-scalar.ts';

/** S3's complaint about a query key or header that is not of its type; the other services' SerializationException. */
const wrongArgument = (match: RouteMatch, name: string, value: string): AwsError =>
  match.protocol === 'rest-xml'
    ? new AwsError('InvalidArgument', 400, `Provided ${name} not an integer or within integer range`, {
        ArgumentName: name,
        ArgumentValue: value,
      })
    : serializationException(`Could not convert ${name}`);

const readText = (match: RouteMatch, member: MemberModel, name: string, text: string): unknown => {
  const shape = shapeOf(match.model, member.shape);
  if (shape.type === 'list') {
    return text.split(',').map((each) => readText(match, shape.member, name, each.trim()));
  }
  if (shape.type === 'structure' || shape.type === 'map') throw new Error(`${name} cannot be a ${shape.type}`);
  const value = readScalar(shape, text);
  // A conditional header whose date cannot be read is ignored (RFC 9110, 13.1.3).
  if (value === undefined && shape.type === 'timestamp' && member.location === 'header') return undefined;
  if (value === undefined) throw wrongArgument(match, name, text);
  return value;
};

const headerText = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(',') : value;
};

const headersWithPrefix = (headers: IncomingHttpHeaders, prefix: string): Record<string, string> | undefined => {
  const start = prefix.toLowerCase();
  const found = Object.keys(headers).filter((name) => name.startsWith(start));
  if (found.length === 0) return undefined;
  return Object.fromEntries(found.map((name) => [name.slice(start.length), headerText(headers, name) ?? '']));
};

const labelText = (match: RouteMatch, name: string): string => {
  const raw = match.labels[name] ?? '';
  const text = decodePercent(raw);
  const malformed = text === raw && raw.includes('%');
  if (malformed) throw new AwsError('InvalidURI', 400, "Couldn't parse the specified URI.");
  return text;
};

/** Reads what `member` says of a request; undefined when the request does not carry it. */
const readBinding = (
  match: RouteMatch,
  { headers, query }: Pick<WireRequest, 'headers' | 'query'>,
  key: string,
  member: MemberModel,
): unknown => {
  const name = member.locationName ?? key;
  const shape = shapeOf(match.model, member.shape);
  if (member.location === 'querystring' && shape.type === 'list') {
    if (!match.query.has(name)) return undefined;
    return repeatedValues(query, name).map((each) => readText(match, shape.member, name, each));
  }
  if (member.location === 'headers') return headersWithPrefix(headers, name);
  const text =
    member.location === 'uri'
      ? labelText(match, name)
      : member.location === 'header'
        ? headerText(headers, name)
        : match.query.get(name);
  return text === undefined ? undefined : readText(match, member, name, text);
};

/** The members of the input that are bound outside the body. */
export const readBindings = (
  match: RouteMatch,
  shape: StructureShape,
  request: Pick<WireRequest, 'headers' | 'query'>,
): Record<string, unknown> => {
  const input: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(shape.members)) {
    if (member.location === undefined) continue;
    const value = readBinding(match, request, key, member);
    if (value !== undefined) input[key] = value;
  }
  return input;
};

/**
 * A header's value as Node writes it: one character per byte. Text that was read from a header already is; other
 * text beyond Latin-1 travels as UTF-8. Control characters cannot travel.
 */
const headerValue = (text: string): string => {
  const bytes = /[^\u0000-\u00ff]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
  return bytes.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '');
};

const writeText = (model: ServiceModel, member: MemberModel, value: unknown): string => {
  const shape = shapeOf(model, member.shape);
  if (shape.type === 'list') return (value as unknown[]).map((each) => writeText(model, shape.member, each)).join(',');
  if (shape.type === 'structure' || shape.type === 'map') throw new Error(`A header cannot be a ${shape.type}`);
  return writeScalar(shape, value, member.timestampFormat ?? 'rfc822');
};

/** The headers that an output sets, and its status where a member says it. */
export const writeBindings = (
  model: ServiceModel,
  shape: StructureShape,
  output: Readonly<Record<string, unknown>>,
): { headers: Record<string, string>; status?: number } => {
  const headers: Record<string, string> = {};
  let status: number | undefined;
  for (const [key, member] of Object.entries(shape.members)) {
    const value = output[key];
    if (member.location === undefined || value === undefined || value === null) continue;
    const name = member.locationName ?? key;
    if (member.location === 'statusCode') status = Number(value);
    else if (member.location === 'headers') {
      for (const [suffix, each] of Object.entries(value as Record<string, string>)) {
        headers[name + suffix] = headerValue(each);
      }
    } else headers[name] = headerValue(writeText(model, member, value));
  }
  const { 'Content-Disposition': disposition, ...others } = headers;
  // Node reads it as UTF-8, and refuses what is none, when it comes after Content-Length.
  const ordered = disposition === undefined ? headers : { 'Content-Disposition': disposition, ...others };
  return status === undefined ? { headers: ordered } : { headers: ordered, status };
};
