/** HTTP APIs, their integrations and their routes, made through the SDK. */
import {
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  type ApiGatewayV2Client,
  type CreateApiCommandInput,
  type CreateIntegrationCommandInput,
} from '@aws-sdk/client-apigatewayv2';

/** A function that need not be there: an integration is made without a look at it. */
export const API_FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:recommend';

export interface HttpApiMakers {
  /** @returns the id of the API */
  readonly createApi: (more?: Partial<CreateApiCommandInput>) => Promise<string>;
  /** @returns the id of the integration, with {@link API_FUNCTION} unless told otherwise */
  readonly createIntegration: (ApiId: string, more?: Partial<CreateIntegrationCommandInput>) => Promise<string>;
  /** @returns the id of the route */
  readonly createRoute: (ApiId: string, RouteKey: string, Target?: string) => Promise<string>;
}

export const httpApiMakers = (client: () => ApiGatewayV2Client): HttpApiMakers => ({
  createApi: async (more = {}) =>
    (await client().send(new CreateApiCommand({ Name: 'spec', ProtocolType: 'HTTP', ...more }))).ApiId!,
  createIntegration: async (ApiId, more = {}) => {
    const lambda = { IntegrationType: 'AWS_PROXY', IntegrationUri: API_FUNCTION, PayloadFormatVersion: '2.0' } as const;
    return (await client().send(new CreateIntegrationCommand({ ApiId, ...lambda, ...more }))).IntegrationId!;
  },
  createRoute: async (ApiId, RouteKey, Target) =>
    (await client().send(new CreateRouteCommand({ ApiId, RouteKey, Target }))).RouteId!,
});
