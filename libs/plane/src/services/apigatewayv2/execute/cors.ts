/**
 * CORS as the API does it: preflights that it answers itself, headers that it adds to answers.
 * @source docs - when, and that it replaces the integration's own headers
 * @source unverified - 204 without CORS headers for an origin or a method that is not allowed
 */
import type { Cors } from '@aws-sdk/client-apigatewayv2';
import type { IncomingHttpHeaders } from 'node:http';
import type { GatewayAnswer } from './gateway-request.ts';

type Headers = Record<string, string | readonly string[]>;

/** The origin as the answer allows it; undefined when it is not allowed. */
const allowedOrigin = ({ AllowOrigins: origins = [] }: Cors, origin: string): string | undefined => {
  if (origins.includes('*')) return '*';
  const scheme = `${origin.slice(0, origin.indexOf('://'))}://*`;
  return origins.includes(origin) || origins.includes(scheme) ? origin : undefined;
};

export const isPreflight = (method: string, headers: IncomingHttpHeaders): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

export const preflightAnswer = (cors: Cors, headers: IncomingHttpHeaders): GatewayAnswer => {
  const origin = allowedOrigin(cors, headers.origin!);
  const wanted = headers['access-control-request-method']!;
  const { AllowMethods: methods = [], AllowHeaders: names = [], MaxAge } = cors;
  if (origin === undefined || !(methods.includes('*') || methods.includes(wanted))) {
    return { status: 204, headers: {}, body: '' };
  }
  const answer: Headers = { ...originHeaders(cors, origin), 'access-control-allow-methods': methods.join(',') };
  if (names.length > 0) answer['access-control-allow-headers'] = names.join(',').toLowerCase();
  if (MaxAge !== undefined) answer['access-control-max-age'] = String(MaxAge);
  return { status: 204, headers: answer, body: '' };
};

const originHeaders = (cors: Cors, origin: string): Headers => ({
  'access-control-allow-origin': origin,
  ...(cors.AllowCredentials === true && { 'access-control-allow-credentials': 'true' }),
});

/** An answer with the API's CORS headers in the place of the integration's. */
export const withCors = (cors: Cors, requested: IncomingHttpHeaders, answer: GatewayAnswer): GatewayAnswer => {
  const kept = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  const origin = requested.origin === undefined ? undefined : allowedOrigin(cors, requested.origin);
  if (origin === undefined) return { ...answer, headers: Object.fromEntries(kept) };
  const { ExposeHeaders: names = [] } = cors;
  return {
    ...answer,
    headers: {
      ...Object.fromEntries(kept),
      ...originHeaders(cors, origin),
      ...(names.length > 0 && { 'access-control-expose-headers': names.join(',').toLowerCase() }),
    },
  };
};
