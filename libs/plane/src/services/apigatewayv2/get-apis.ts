/**
 * GetApis: the APIs of an account in a region, in pages.
 * @source docs
 * @source unverified - the order (that of creation), the usual and the largest page
 */
import { apiOf } from './api-table.ts';
import type { HttpApiHandler } from './http-api-handler.ts';
import { pageOf } from './page-of.ts';

export const getApis: HttpApiHandler<'GetApis'> = (input, context) =>
  pageOf(context, 'GetApis', 'apigatewayv2_api', input, (document) => apiOf(context.plane, document));
