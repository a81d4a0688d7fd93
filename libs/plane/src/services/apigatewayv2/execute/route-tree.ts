/** The routes of a deployment, found by method and path with API Gateway's priorities. */
import type { RouteKey } from '../route-key.ts';

export interface FoundRoute<Route> {
  readonly route: Route;
  /** Absent without variables, as in events. */
  readonly parameters?: Readonly<Record<string, string>>;
}

interface Entry<Route> {
  readonly route: Route;
  /** The names of its variables, in the order of the path. */
  readonly names: readonly string[];
}

interface Node<Route> {
  readonly texts: Map<string, Node<Route>>;
  variable?: Node<Route>;
  /** Routes that end here, by method. */
  readonly ends: Map<string, Entry<Route>>;
  /** Routes that take everything below here, by method. */
  readonly greedy: Map<string, Entry<Route>>;
}

const node = <Route>(): Node<Route> => ({ texts: new Map(), ends: new Map(), greedy: new Map() });

/**
 * A full match goes before a greedy one, and that before `$default`; text before a variable, the longer greedy prefix
 * before the shorter, a method of its own before ANY. A path that has routes of other methods alone is no match.
 */
export class RouteTree<Route> {
  readonly #root: Node<Route> = node();
  #fallback: Route | undefined;

  /** Of two keys that differ only in the names of their variables the first is found. */
  add(key: RouteKey | undefined, route: Route): void {
    if (!key) {
      this.#fallback = route;
      return;
    }
    let at = this.#root;
    const names: string[] = [];
    let ends = at.ends;
    for (const { kind, name } of key.segments) {
      if (kind !== 'text') names.push(name);
      if (kind === 'greedy') {
        ends = at.greedy;
        break;
      }
      at = kind === 'variable' ? (at.variable ??= node()) : below(at.texts, name);
      ends = at.ends;
    }
    if (!ends.has(key.method)) ends.set(key.method, { route, names });
  }

  /** @param segments decoded, without the leading slash; none for `/` */
  find(method: string, segments: readonly string[]): FoundRoute<Route> | undefined {
    const values: string[] = [];
    const entry = full(this.#root, method, segments, 0, values) ?? greedy(this.#root, method, segments, 0, values);
    if (!entry) return this.#fallback === undefined ? undefined : { route: this.#fallback };
    if (entry.names.length === 0) return { route: entry.route };
    const parameters: Record<string, string> = {};
    for (const [index, name] of entry.names.entries()) parameters[name] = values[index]!;
    return { route: entry.route, parameters };
  }
}

const below = <Route>(texts: Map<string, Node<Route>>, name: string): Node<Route> => {
  let found = texts.get(name);
  if (!found) texts.set(name, (found = node()));
  return found;
};

const byMethod = <Route>(entries: Map<string, Entry<Route>>, method: string): Entry<Route> | undefined =>
  entries.get(method) ?? entries.get('ANY');

type Search = <Route>(
  at: Node<Route>,
  method: string,
  segments: readonly string[],
  index: number,
  values: string[],
) => Entry<Route> | undefined;

/** The route of the whole path; `values` then holds its variables. */
const full: Search = (at, method, segments, index, values) => {
  if (index === segments.length) return byMethod(at.ends, method);
  return further(full, at, method, segments, index, values);
};

/** The route with the longest prefix of the path; at least one character is left to its variable. */
const greedy: Search = (at, method, segments, index, values) => {
  if (index >= segments.length) return undefined;
  const found = further(greedy, at, method, segments, index, values);
  if (found) return found;
  const entry = byMethod(at.greedy, method);
  const rest = entry && segments.slice(index).join('/');
  if (!rest) return undefined;
  values.push(rest);
  return entry;
};

const further = <Route>(
  search: Search,
  at: Node<Route>,
  method: string,
  segments: readonly string[],
  index: number,
  values: string[],
): Entry<Route> | undefined => {
  const segment = segments[index]!;
  const text = at.texts.get(segment);
  const found = text && search(text, method, segments, index + 1, values);
  if (found || !at.variable || segment === '') return found;
  values.push(segment);
  const taken = search(at.variable, method, segments, index + 1, values);
  if (!taken) values.pop();
  return taken;
};
