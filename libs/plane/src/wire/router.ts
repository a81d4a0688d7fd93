/** Finds the operation that a request is for: by target, by action, or by method, URI, query keys and headers. */
import type { OperationModel, ProtocolName, ServiceModel } from '../models/service-model.ts';
import type { WireRequest } from './http-message.ts';
import { parseQuery, type Query } from './query-string.ts';
import { restRoutes, type RestRoute } from './rest-routes.ts';
import type { RouteMatch, UnsupportedOperation } from './route-match.ts';

/** A request, with the service of its credential scope when it is signed. */
export type RoutedRequest = WireRequest & { readonly signingName?: string };

export interface Router {
  /** The answered operation that the request is for. Form-encoded bodies must be buffered, others need not be read. */
  match(request: RoutedRequest): RouteMatch | undefined;
  /** Names the AWS operation that the request is for when the plane lacks it; undefined when it is for none. */
  unsupportedOperation(request: RoutedRequest): UnsupportedOperation | undefined;
}

const noQuery: Query = new Map();

/** True when the input's payload is a blob that is handed over unread. */
const streams = (model: ServiceModel, operation: OperationModel): boolean => {
  const shape = operation.input === undefined ? undefined : model.shapes[operation.input];
  if (shape?.type !== 'structure' || shape.payload === undefined) return false;
  return shape.members[shape.payload]?.streaming === true;
};

const header = (request: RoutedRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

const isForm = (request: RoutedRequest): boolean =>
  header(request, 'content-type')?.startsWith('application/x-www-form-urlencoded') === true;

/** The fields of a query-protocol request: of its form body, else of its query string. */
const actionFields = (request: RoutedRequest): Query | undefined => {
  if (request.path !== '/') return undefined;
  if (isForm(request) && Buffer.isBuffer(request.body)) return parseQuery(request.body.toString('utf8'));
  return request.query.includes('Action=') ? parseQuery(request.query) : undefined;
};

export const createRouter = (models: readonly ServiceModel[]): Router => {
  const bySigningName = groupBySigningName(models);
  const byTarget = new Map<string, RouteMatch>();
  const byPrefix = new Map<string, ServiceModel>();
  const restByModel = new Map<ServiceModel, readonly RestRoute[]>();
  for (const model of models) {
    if (model.targetPrefix !== undefined) {
      byPrefix.set(model.targetPrefix, model);
      for (const [operation, operationModel] of Object.entries(model.operations)) {
        byTarget.set(`${model.targetPrefix}.${operation}`, {
          model,
          operation,
          operationModel,
          protocol: 'json',
          labels: {},
          query: noQuery,
          method: 'POST',
          path: '/',
          streaming: false,
        });
      }
    }
    if (restProtocol(model) !== undefined) restByModel.set(model, restRoutes(model));
  }

  const candidates = (request: RoutedRequest): readonly ServiceModel[] =>
    request.signingName === undefined ? models : (bySigningName.get(request.signingName) ?? []);

  const matchRest = (request: RoutedRequest): { model: ServiceModel; route: RestRoute; query: Query } | undefined => {
    const query = parseQuery(request.query);
    for (const model of candidates(request)) {
      const routes = restByModel.get(model);
      const route = routes && bestRoute(routes, request, query);
      if (route !== undefined) return { model, route, query };
    }
    return undefined;
  };

  const match = (request: RoutedRequest): RouteMatch | undefined => {
    const target = header(request, 'x-amz-target');
    if (target !== undefined) {
      const found = byTarget.get(target);
      if (found === undefined) return undefined;
      return request.signingName === undefined || found.model.signingName === request.signingName ? found : undefined;
    }
    const fields = actionFields(request);
    const action = fields?.get('Action');
    if (fields !== undefined && action !== undefined) {
      for (const model of candidates(request)) {
        const operationModel = model.protocols.includes('query') ? ownOf(model.operations, action) : undefined;
        if (operationModel === undefined) continue;
        return {
          model,
          operation: action,
          operationModel,
          protocol: 'query',
          labels: {},
          query: fields,
          method: request.method,
          path: request.path,
          streaming: false,
        };
      }
    }
    const found = matchRest(request);
    const operationModel = found?.model.operations[found.route.operation];
    if (found === undefined || operationModel === undefined) return undefined;
    const { model, route, query } = found;
    return {
      model,
      operation: route.operation,
      operationModel,
      protocol: restProtocol(model)!,
      query,
      labels: route.labelsOf(request.path),
      method: request.method,
      path: request.path,
      streaming: streams(model, operationModel),
    };
  };

  const unsupportedOperation = (request: RoutedRequest): UnsupportedOperation | undefined => {
    const target = header(request, 'x-amz-target');
    if (target !== undefined) {
      const dot = target.lastIndexOf('.');
      const [prefix, operation] = [target.slice(0, Math.max(dot, 0)), target.slice(dot + 1)];
      const model = byPrefix.get(prefix);
      if (model === undefined) return { service: request.signingName ?? prefix, operation, protocol: 'json' };
      return ownOf(model.unanswered, operation)
        ? { service: model.serviceId, operation, protocol: 'json', model }
        : undefined;
    }
    const known = candidates(request);
    const action = actionFields(request)?.get('Action');
    if (action !== undefined) {
      const model = known.find((each) => each.protocols.includes('query') && ownOf(each.unanswered, action));
      if (model !== undefined) return { service: model.serviceId, operation: action, protocol: 'query', model };
      if (request.signingName === undefined || known.length > 0) return undefined;
      return { service: request.signingName, operation: action, protocol: 'query' };
    }
    const rpc = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(request.path);
    if (rpc !== null) return { service: rpc[1]!, operation: rpc[2]!, protocol: 'json' };
    if (request.signingName !== undefined && known.length === 0) {
      return {
        service: request.signingName,
        operation: `${request.method} ${request.path}`,
        protocol: 'rest-json',
        method: request.method,
        path: request.path,
      };
    }
    const found = matchRest(request);
    if (found === undefined || found.route.operation in found.model.operations) return undefined;
    const { model, route } = found;
    return {
      service: model.serviceId,
      operation: route.operation,
      protocol: restProtocol(model)!,
      model,
      method: request.method,
      path: request.path,
    };
  };

  return { match, unsupportedOperation };
};

/** The entry of a name that came with a request: `constructor` is no operation. */
const ownOf = <Entry>(entries: Readonly<Record<string, Entry>>, name: string): Entry | undefined =>
  Object.hasOwn(entries, name) ? entries[name] : undefined;

const restProtocol = (model: ServiceModel): ProtocolName | undefined =>
  model.protocols.find((protocol) => protocol === 'rest-json' || protocol === 'rest-xml');

const groupBySigningName = (models: readonly ServiceModel[]): Map<string, ServiceModel[]> => {
  const groups = new Map<string, ServiceModel[]>();
  for (const model of models) groups.set(model.signingName, [...(groups.get(model.signingName) ?? []), model]);
  return groups;
};

/** Of the routes that the request fulfils the one that asks for most: `?uploadId` of UploadPart beats PutObject. */
const bestRoute = (routes: readonly RestRoute[], request: RoutedRequest, query: Query): RestRoute | undefined => {
  let best: RestRoute | undefined;
  for (const route of routes) {
    if (best !== undefined && route.demands <= best.demands) continue;
    if (route.accepts(request, query)) best = route;
  }
  return best;
};
