/**
 * UpdateIntegration: changes what answers; stages that deploy by themselves serve it at once.
 * @source docs
 */
import { requireApi, requirePart, updatePart } from './api-table.ts';
import { autoDeploy } from './deployment.ts';
import type { HttpApiHandler } from './http-api-handler.ts';
import { checkedIntegration } from './integration-definition.ts';

const OPERATION = 'UpdateIntegration';

export const updateIntegration: HttpApiHandler<typeof OPERATION> = (input, context) => {
  const { ApiId, IntegrationId, ...changes } = input;
  const api = requireApi(context, ApiId);
  const before = requirePart(context, ApiId, 'integration', IntegrationId);
  const integration = { ...checkedIntegration(OPERATION, { ...before, ...changes }), IntegrationId: IntegrationId };
  updatePart(context, ApiId, 'integration', IntegrationId, integration);
  autoDeploy(context, api);
  return integration;
};
