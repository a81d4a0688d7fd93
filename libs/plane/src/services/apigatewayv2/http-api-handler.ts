/** The types of API Gateway's handlers. */
import type { ApiGatewayV2Operations } from '../../models/apigatewayv2-operations.ts';
import type { Handlers } from '../../service.ts';

export type HttpApiHandler<Name extends keyof ApiGatewayV2Operations> = Handlers<ApiGatewayV2Operations>[Name];

export type HttpApiInput<Name extends keyof ApiGatewayV2Operations> = ApiGatewayV2Operations[Name]['input'];
