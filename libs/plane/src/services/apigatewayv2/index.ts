/** API Gateway's HTTP APIs: their definitions, and the requests that they serve. */
import { apigatewayv2Model } from '../../models/apigatewayv2-model.ts';
import type { ApiGatewayV2Operations } from '../../models/apigatewayv2-operations.ts';
import { defineService } from '../../service.ts';
import { API_SCHEMA } from './api-table.ts';
import { createApi } from './create-api.ts';
import { createDeployment } from './create-deployment.ts';
import { createIntegration } from './create-integration.ts';
import { createRoute } from './create-route.ts';
import { createStage } from './create-stage.ts';
import { deleteApi } from './delete-api.ts';
import { deleteCorsConfiguration } from './delete-cors-configuration.ts';
import { deleteDeployment } from './delete-deployment.ts';
import { deleteIntegration } from './delete-integration.ts';
import { deleteRoute } from './delete-route.ts';
import { deleteRouteSettings } from './delete-route-settings.ts';
import { deleteStage } from './delete-stage.ts';
import { getApi } from './get-api.ts';
import { getApis } from './get-apis.ts';
import { getDeployment } from './get-deployment.ts';
import { getDeployments } from './get-deployments.ts';
import { getIntegration } from './get-integration.ts';
import { getIntegrations } from './get-integrations.ts';
import { getRoute } from './get-route.ts';
import { getRoutes } from './get-routes.ts';
import { getStage } from './get-stage.ts';
import { getStages } from './get-stages.ts';
import { getTags } from './get-tags.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateApi } from './update-api.ts';
import { updateIntegration } from './update-integration.ts';
import { updateRoute } from './update-route.ts';
import { updateStage } from './update-stage.ts';
import { HttpApiFront } from './execute/http-api-front.ts';

export const apigatewayv2 = defineService<ApiGatewayV2Operations>({
  model: apigatewayv2Model,
  schema: API_SCHEMA,
  front: (plane, verifier) => new HttpApiFront(plane, verifier),
  handlers: {
    CreateApi: createApi,
    CreateDeployment: createDeployment,
    CreateIntegration: createIntegration,
    CreateRoute: createRoute,
    CreateStage: createStage,
    DeleteApi: deleteApi,
    DeleteCorsConfiguration: deleteCorsConfiguration,
    DeleteDeployment: deleteDeployment,
    DeleteIntegration: deleteIntegration,
    DeleteRoute: deleteRoute,
    DeleteRouteSettings: deleteRouteSettings,
    DeleteStage: deleteStage,
    GetApi: getApi,
    GetApis: getApis,
    GetDeployment: getDeployment,
    GetDeployments: getDeployments,
    GetIntegration: getIntegration,
    GetIntegrations: getIntegrations,
    GetRoute: getRoute,
    GetRoutes: getRoutes,
    GetStage: getStage,
    GetStages: getStages,
    GetTags: getTags,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateApi: updateApi,
    UpdateIntegration: updateIntegration,
    UpdateRoute: updateRoute,
    UpdateStage: updateStage,
  },
});
