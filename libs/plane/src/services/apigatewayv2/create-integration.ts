/**
 * CreateIntegration: what answers a route's requests.
 * @source docs - types, payload versions, times; the text for types that HTTP APIs lack is from reports
 * @source unverified - the texts for URIs and methods that are wrong
 */
import type { Integration } from '@aws-sdk/client-apigatewayv2';
import { insertPart, requireApi } from './api-table.ts';
import { autoDeploy } from './deployment.ts';
import type { HttpApiHandler } from './http-api-handler.ts';
import { newPartId } from './identifiers.ts';
import { checkedIntegration } from './integration-definition.ts';
import { checkQuota } from './quota.ts';

const OPERATION = 'CreateIntegration';

export const createIntegration: HttpApiHandler<typeof OPERATION> = (input, context) => {
  const { ApiId, ...given } = input;
  const api = requireApi(context, ApiId);
  checkQuota(context.plane.store, ApiId, 'integration');
  const integration: Integration = { ...checkedIntegration(OPERATION, given), IntegrationId: newPartId() };
  insertPart(context, ApiId, 'integration', integration.IntegrationId!, integration);
  autoDeploy(context, api);
  return integration;
};
