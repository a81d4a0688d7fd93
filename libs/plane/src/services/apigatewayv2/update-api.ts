/**
 * UpdateApi: changes what an API says of itself; stages that deploy by themselves serve it at once.
 * @source docs
 */
import type { Api } from '@aws-sdk/client-apigatewayv2';
import { requireApi, updateApiRow } from './api-table.ts';
import { checkCors } from './cors-configuration.ts';
import { autoDeploy } from './deployment.ts';
import { checkLength, refuseMembers } from './errors.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

const OPERATION = 'UpdateApi';

export const updateApi: HttpApiHandler<typeof OPERATION> = (input, context) => {
  refuseMembers(OPERATION, input, [
    ...(['CredentialsArn', 'DisableSchemaValidation', 'RouteKey', 'Target'] as const),
    ...(['ApiKeySelectionExpression', 'RouteSelectionExpression', 'IpAddressType'] as const),
  ]);
  const before = requireApi(context, input.ApiId);
  checkLength('name', input.Name, 1, 128);
  checkLength('description', input.Description, 0, 1024);
  checkLength('version', input.Version, 1, 64);
  checkCors(input.CorsConfiguration);
  const { Name, Description, Version, CorsConfiguration, DisableExecuteApiEndpoint } = input;
  const api: Api = {
    ...before,
    ...(Name !== undefined && { Name }),
    ...(Description !== undefined && { Description }),
    ...(Version !== undefined && { Version }),
    ...(CorsConfiguration !== undefined && { CorsConfiguration }),
    ...(DisableExecuteApiEndpoint !== undefined && { DisableExecuteApiEndpoint }),
  };
  updateApiRow(context, api);
  autoDeploy(context, api);
  return api;
};
