/**
 * GetRoutes: the routes of an API, in pages.
 * @source docs
 * @source unverified - the order (that of creation), the usual and the largest page
 */
import type { Route } from '@aws-sdk/client-apigatewayv2';
import { decodeDocument } from '../../store/document.ts';
import { requireApi } from './api-table.ts';
import type { HttpApiHandler } from './http-api-handler.ts';
import { pageOf, partsOf } from './page-of.ts';

export const getRoutes: HttpApiHandler<'GetRoutes'> = (input, context) => {
  requireApi(context, input.ApiId);
  return pageOf(context, 'GetRoutes', 'apigatewayv2_part', input, decodeDocument<Route>, partsOf(input.ApiId, 'route'));
};
