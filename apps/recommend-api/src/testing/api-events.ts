/** Requests as API Gateway hands them over, for specs. */
import type { ApiEvent } from '../api-event.ts';
import type { ApiSettings } from '../api-settings.ts';

export const settings: ApiSettings = {
  table: 'spec-films-recommendations',
  model: 'films',
  namespace: 'spec',
  types: ['like', 'watch'],
  contents: ['movie', 'series'],
  limit: 5,
};

export const event = (
  user: string,
  query: Readonly<Record<string, string>> = {},
  { method = 'GET', headers = {} }: { method?: string; headers?: Readonly<Record<string, string>> } = {},
): ApiEvent => ({
  rawPath: `/recommendations/${user}`,
  headers,
  queryStringParameters: query,
  pathParameters: { user },
  requestContext: { requestId: 'request-1', http: { method } },
});
