/** The routes of a REST service: its URI templates compiled, with what a request must carry to be each operation's. */
import type { HttpBinding, RequestRequirements, ServiceModel } from '../models/service-model.ts';
import type { WireRequest } from './http-message.ts';
import type { Query } from './query-string.ts';

export interface RestRoute {
  readonly operation: string;
  /** How much it asks of a request: of two routes that accept it the more demanding one is meant. */
  readonly demands: number;
  accepts(request: WireRequest, query: Query): boolean;
  /** Labels by name, percent-encoded as in `path`; the path must be of this route. */
  labelsOf(path: string): Record<string, string>;
}

interface UriTemplate {
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  readonly literals: number;
}

/** `/{Bucket}/{Key+}` as a pattern. A path that ends in `/` is the same resource, except below a greedy label. */
const compilePath = (path: string): UriTemplate => {
  const labels: string[] = [];
  let literals = 0;
  const greedy = path.endsWith('+}');
  const segments = path.split('/').slice(1);
  const source = segments
    .map((segment) => {
      const label = /^\{([^}+]+)\+?\}$/.exec(segment);
      if (label === null) {
        literals += segment === '' ? 0 : 1;
        return segment.replace(/[^\w-]/g, '\\$&');
      }
      labels.push(label[1]!);
      return segment.endsWith('+}') ? '(.+)' : '([^/]+)';
    })
    .join('/');
  return { pattern: new RegExp(`^/${source}${greedy || source === '' ? '' : '/?'}$`, 's'), labels, literals };
};

const route = (operation: string, http: HttpBinding, requires: RequestRequirements, answered: boolean): RestRoute => {
  const [path, literalQuery = ''] = http.requestUri.split('?') as [string, string?];
  const template = compilePath(path);
  const literals = literalQuery.split('&').filter((part) => part !== '');
  const { query: queryKeys = [], headers = [] } = requires;
  const asked = 2 * (literals.length + queryKeys.length + headers.length + template.literals);
  return {
    operation,
    // Of equals the answered one is meant: ListBuckets, not ListDirectoryBuckets of another host.
    demands: asked + (answered ? 1 : 0),
    accepts(request, query) {
      if (request.method !== http.method || !template.pattern.test(request.path)) return false;
      for (const literal of literals) {
        const at = literal.indexOf('=');
        const value = query.get(at < 0 ? literal : literal.slice(0, at));
        if (value === undefined || (at >= 0 && value !== literal.slice(at + 1))) return false;
      }
      return queryKeys.every((key) => query.has(key)) && headers.every((name) => request.headers[name] !== undefined);
    },
    labelsOf(requestPath) {
      const found = template.pattern.exec(requestPath);
      return Object.fromEntries(template.labels.map((label, index) => [label, found?.[index + 1] ?? '']));
    },
  };
};

export const restRoutes = (model: ServiceModel): readonly RestRoute[] => [
  ...Object.entries(model.operations).map(([name, { http, requires = {} }]) => route(name, http, requires, true)),
  ...Object.entries(model.unanswered).flatMap(([name, { http, requires = {} }]) =>
    http === undefined ? [] : [route(name, http, requires, false)],
  ),
];
