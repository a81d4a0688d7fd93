/**
 * What a Lambda function's answer means as a response, payload format 2.0.
 * @source docs - inference when there is no statusCode, cookies, isBase64Encoded
 * @source unverified - which answers are nonsense (500), the content type of an answer that names none
 */
import { internalServerError, type GatewayAnswer } from './gateway-request.ts';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** What a header's value may hold. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Headers of the connection, which is not the function's; the length is what it is. */
const OURS = new Set([
  ...['connection', 'content-length', 'keep-alive', 'proxy-authenticate', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', 'apigw-requestid'],
]);

type Fields = Readonly<Record<string, unknown>>;

/** @param payload the function's answer, as Lambda gives it */
export const lambdaAnswer = (payload: string): GatewayAnswer => {
  let value: unknown;
  try {
    value = payload === '' ? null : JSON.parse(payload);
  } catch {
    return internalServerError();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('statusCode' in value)) {
    const body = typeof value === 'string' ? value : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  return respond(value) ?? internalServerError();
};

const respond = (answer: Fields): GatewayAnswer | undefined => {
  const status = Number(answer['statusCode']);
  const {
    headers: given = {},
    body = '',
    cookies = [],
    isBase64Encoded = false,
  } = answer as {
    readonly [Name in 'headers' | 'body' | 'cookies' | 'isBase64Encoded']?: unknown;
  };
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  const headers = responseHeaders(given ?? {});
  const text = body ?? '';
  if (!headers || typeof text !== 'string' || typeof isBase64Encoded !== 'boolean') return undefined;
  if (!Array.isArray(cookies) || !cookies.every((each) => typeof each === 'string' && VALUE.test(each)))
    return undefined;
  if (cookies.length > 0) headers['set-cookie'] = cookies as string[];
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  return { status, headers, body: isBase64Encoded ? Buffer.from(text, 'base64') : text };
};

/** Undefined when they cannot be headers. */
const responseHeaders = (given: unknown): Record<string, string | readonly string[]> | undefined => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(given as Fields)) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) return undefined;
    const text = String(value);
    if (!TOKEN.test(name) || !VALUE.test(text)) return undefined;
    if (!OURS.has(name.toLowerCase())) headers[name.toLowerCase()] = text;
  }
  return headers;
};
