/** What a CORS configuration may say. */
import type { Cors } from '@aws-sdk/client-apigatewayv2';
import { badRequest } from './errors.ts';

const METHODS = new Set(['*', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const HEADER = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** A scheme alone stands for all of its origins: `https://*`. */
const ORIGIN = /^(?:\*|[a-z][a-z0-9+.-]*:\/\/(?:\*|[^\s/?#*]+))$/i;

/** @throws AwsError BadRequestException */
export const checkCors = (cors: Cors | undefined): void => {
  if (!cors) return;
  for (const method of cors.AllowMethods ?? []) {
    if (!METHODS.has(method)) throw badRequest(`Invalid allowMethods value specified: ${method}`);
  }
  for (const header of [...(cors.AllowHeaders ?? []), ...(cors.ExposeHeaders ?? [])]) {
    if (!HEADER.test(header)) throw badRequest(`Invalid header specified in CORS configuration: ${header}`);
  }
  for (const origin of cors.AllowOrigins ?? []) {
    if (!ORIGIN.test(origin)) throw badRequest(`Invalid format for origin ${origin}`);
  }
  if (cors.AllowCredentials === true && cors.AllowOrigins?.includes('*')) {
    throw badRequest('allowCredentials is not supported for origin *');
  }
};
