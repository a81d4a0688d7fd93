/** Route keys: `GET /pets/{id}`, `ANY /x/{proxy+}`, `$default`. */
import { badRequest } from './errors.ts';

export const DEFAULT_ROUTE = '$default';

export interface RouteKey {
  /** `ANY` or an HTTP method. */
  readonly method: string;
  /** The path's segments, without the leading slash; none for `/`. */
  readonly segments: readonly RouteSegment[];
}

/** One segment: literal text, or a variable of that name, which the last one may make greedy. */
export interface RouteSegment {
  readonly kind: 'text' | 'variable' | 'greedy';
  readonly name: string;
}

const KEY = /^(ANY|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/.*)$/;
const VARIABLE = /^\{([a-zA-Z0-9._:-]+)(\+)?\}$/;
const TEXT = /^[^{}\s?#]*$/;

/**
 * Takes a route key apart; undefined for `$default`.
 * @throws AwsError BadRequestException when it is no route key
 */
export const parseRouteKey = (key: string): RouteKey | undefined => {
  if (key === DEFAULT_ROUTE) return undefined;
  const [, method, path] = KEY.exec(key) ?? [];
  if (method === undefined || path === undefined) {
    throw badRequest(
      'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
    );
  }
  const parts = path === '/' ? [] : path.slice(1).split('/');
  const segments = parts.map((part, index): RouteSegment => {
    const [, name, plus] = VARIABLE.exec(part) ?? [];
    if (name !== undefined) {
      if (plus !== undefined && index < parts.length - 1) {
        throw badRequest(`Greedy path variables must be at the end of the path: ${path}`);
      }
      return { kind: plus === undefined ? 'variable' : 'greedy', name };
    }
    if (part === '' || !TEXT.test(part)) throw badRequest(`Invalid resource path specified: ${path}`);
    return { kind: 'text', name: part };
  });
  const names = segments.filter(({ kind }) => kind !== 'text').map(({ name }) => name);
  if (new Set(names).size < names.length) {
    throw badRequest(`Path variables must have different names: ${path}`);
  }
  return { method, segments };
};
