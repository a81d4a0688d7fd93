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

const MISFIT = "The function's answer does not fit the payload format 2.0: ";

/** A value as an access log can show it. */
const excerpt = (value: unknown): string => JSON.stringify(value).slice(0, 100);

type Fields = Readonly<Record<string, unknown>>;

/** @param payload the function's answer, as Lambda gives it */
export const lambdaAnswer = (payload: string): GatewayAnswer => {
  let value: unknown;
  try {
    value = payload === '' ? null : JSON.parse(payload);
  } catch {
    return internalServerError(`${MISFIT}it is no JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('statusCode' in value)) {
    const body = typeof value === 'string' ? value : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const answer = respond(value);
  return typeof answer === 'string' ? internalServerError(MISFIT + answer) : answer;
};

/** The response, or what is wrong with the answer. */
const respond = (answer: Fields): GatewayAnswer | string => {
  const status = Number(answer['statusCode']);
  const {
    headers: given = {},
    body = '',
    cookies = [],
    isBase64Encoded = false,
  } = answer as {
    readonly [Name in 'headers' | 'body' | 'cookies' | 'isBase64Encoded']?: unknown;
  };
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    return `'statusCode' must be a whole number from 200 to 599, got ${excerpt(answer['statusCode'])}`;
  }
  const headers = responseHeaders(given ?? {});
  const text = body ?? '';
  if (typeof headers === 'string') return headers;
  if (typeof text !== 'string') return `'body' must be text, got ${excerpt(text)}`;
  if (typeof isBase64Encoded !== 'boolean') return `'isBase64Encoded' must be true or false`;
  if (!Array.isArray(cookies) || !cookies.every((each) => typeof each === 'string' && VALUE.test(each))) {
    return `'cookies' must be a list of texts, got ${excerpt(cookies)}`;
  }
  if (cookies.length > 0) headers['set-cookie'] = cookies as string[];
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  return { status, headers, body: isBase64Encoded ? Buffer.from(text, 'base64') : text };
};

/** The headers, or why they cannot be headers. */
const responseHeaders = (given: unknown): Record<string, string | readonly string[]> | string => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return `'headers' must be an object, got ${excerpt(given)}`;
  }
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(given as Fields)) {
    if (!TOKEN.test(name)) return `'headers' must have names of headers, got ${excerpt(name)}`;
    const text = String(value);
    if (!['string', 'number', 'boolean'].includes(typeof value) || !VALUE.test(text)) {
      return `'headers' must have one line of text for '${name}', got ${excerpt(value)}`;
    }
    if (!OURS.has(name.toLowerCase())) headers[name.toLowerCase()] = text;
  }
  return headers;
};
