/** A request, checked: whose recommendations are asked for, and which. */
import { userKey } from '@gradus/serving/recommendations';
import type { ApiEvent } from './api-event.ts';
import type { ApiSettings } from './api-settings.ts';

export interface ApiRequest {
  readonly user: string;
  readonly type: string;
  readonly contents: string;
  readonly limit: number;
}

/** Why a request is refused. */
export interface Refusal {
  readonly statusCode: 400 | 404 | 405;
  readonly message: string;
  readonly allowed?: readonly string[];
}

const refuse = (statusCode: Refusal['statusCode'], message: string, allowed?: readonly string[]): Refusal => ({
  statusCode,
  message,
  ...(allowed && { allowed }),
});

const METHODS = ['GET', 'HEAD'];
const PARAMETERS = ['type', 'contents', 'limit'];

/** As the table takes it. */
const isUser = (user: string): boolean => {
  try {
    userKey(user, { version: '-', type: '-', contents: '-' });
    return true;
  } catch {
    return false;
  }
};

const shown = (value: string): string => JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);

export const parseRequest = (event: ApiEvent, settings: ApiSettings): ApiRequest | Refusal => {
  // API Gateway has decoded it.
  const user = event.pathParameters?.['user'];
  if (user === undefined)
    return refuse(404, `there is nothing at ${shown(event.rawPath)}`, ['/recommendations/{user}']);
  const { method } = event.requestContext.http;
  if (!METHODS.includes(method)) return refuse(405, `${method} is not done here`, METHODS);
  if (!isUser(user)) return refuse(400, `${shown(user)} is not the id of a user`, ['1 to 2046 bytes of UTF-8']);
  const query = event.queryStringParameters ?? {};
  const unknown = Object.keys(query).find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) return refuse(400, `the parameter ${shown(unknown)} is not known`, PARAMETERS);
  const { type = settings.types[0]!, contents = settings.contents[0]!, limit = String(settings.limit) } = query;
  if (!settings.types.includes(type)) return refuse(400, `the type ${shown(type)} is not known`, settings.types);
  if (!settings.contents.includes(contents)) {
    return refuse(400, `the contents ${shown(contents)} are not known`, settings.contents);
  }
  if (!/^[1-9]\d{0,4}$/.test(limit) || Number(limit) > settings.limit) {
    return refuse(400, `the limit ${shown(limit)} is not one`, [`1 to ${settings.limit}`]);
  }
  return { user, type, contents, limit: Number(limit) };
};
