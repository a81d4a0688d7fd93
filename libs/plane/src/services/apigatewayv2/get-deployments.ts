/**
 * GetDeployments: the deployments of an API, in pages.
 * @source docs
 * @source unverified - the order (that of creation), the usual and the largest page
 */
import type { Deployment } from '@aws-sdk/client-apigatewayv2';
import { decodeDocument } from '../../store/document.ts';
import { requireApi } from './api-table.ts';
import type { HttpApiHandler } from './http-api-handler.ts';
import { pageOf, partsOf } from './page-of.ts';

export const getDeployments: HttpApiHandler<'GetDeployments'> = (input, context) => {
  requireApi(context, input.ApiId);
  return pageOf(
    context,
    'GetDeployments',
    'apigatewayv2_part',
    input,
    decodeDocument<Deployment>,
    partsOf(input.ApiId, 'deployment'),
  );
};
