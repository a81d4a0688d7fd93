/**
 * The JSONPath subset of DataProcessing's filters: `$`, `.name`, `*`, `['a','b']`, `[0,2]`, `[-1]`, `[start:end]`.
 * @source docs - the operators; a list may mix indexes and slices (`$[0,5:]`); an index beyond the data is an error
 * @source unverified - that a list of names gives an object of them, and that it comes last
 */

type Index = { readonly at: number } | { readonly start: number; readonly end: number | undefined };

type Segment =
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'names'; readonly names: readonly string[] }
  | { readonly type: 'indexes'; readonly indexes: readonly Index[] }
  | { readonly type: 'all' };

export type JsonPath = readonly Segment[];

/** A path that is none, or that does not fit the data. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
}

const NAME = /^\.([^.[\]*'"\s,:]+)/;
const ALL = /^(?:\.\*|\.?\[\*\])/;
/** A dot before the bracket is allowed: `$.field.['a','b']`. */
const NAMES = /^\.?\[\s*((?:'[^']*'|"[^"]*")(?:\s*,\s*(?:'[^']*'|"[^"]*"))*)\s*\]/;
const INDEXES = /^\[\s*([-\d:,\s]+)\]/;
const ONE_INDEX = /^(-?\d+)$/;
const SLICE = /^(-?\d+)?:(-?\d+)?$/;

/** @throws JsonPathError */
export const parseJsonPath = (text: string): JsonPath => {
  if (!text.startsWith('$')) throw new JsonPathError(`A JSONPath begins with $: ${text}`);
  const segments: Segment[] = [];
  let rest = text.slice(1);
  while (rest !== '') {
    const { segment, length } = nextSegment(rest, text);
    if (segments.at(-1)?.type === 'names') {
      throw new JsonPathError(`Nothing may follow a list of child elements: ${text}`);
    }
    segments.push(segment);
    rest = rest.slice(length);
  }
  return segments;
};

const nextSegment = (rest: string, text: string): { segment: Segment; length: number } => {
  const all = ALL.exec(rest);
  if (all) return { segment: { type: 'all' }, length: all[0].length };
  const name = NAME.exec(rest);
  if (name) return { segment: { type: 'name', name: name[1]! }, length: name[0].length };
  const list = NAMES.exec(rest);
  if (list) {
    const names = [...list[1]!.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) => single ?? double!);
    const segment: Segment = names.length === 1 ? { type: 'name', name: names[0]! } : { type: 'names', names };
    return { segment, length: list[0].length };
  }
  const indexes = INDEXES.exec(rest);
  if (!indexes) throw new JsonPathError(`Unsupported JSONPath at "${rest}": ${text}`);
  return {
    segment: { type: 'indexes', indexes: indexes[1]!.split(',').map((part) => indexOf(part.trim(), text)) },
    length: indexes[0].length,
  };
};

const indexOf = (part: string, text: string): Index => {
  if (ONE_INDEX.test(part)) return { at: Number(part) };
  const [, start, end] = SLICE.exec(part) ?? [];
  if (!part.includes(':') || !SLICE.test(part)) throw new JsonPathError(`Unsupported index "${part}": ${text}`);
  return { start: Number(start ?? 0), end: end === undefined ? undefined : Number(end) };
};

/**
 * The part of `value` that the path names: one value, or an array (an object, for a list of names) of several.
 * @throws JsonPathError when a name or an index is not there
 */
export const selectJsonPath = ([segment, ...rest]: JsonPath, value: unknown): unknown => {
  if (!segment) return value;
  switch (segment.type) {
    case 'name':
      return selectJsonPath(rest, child(value, segment.name));
    case 'names':
      return Object.fromEntries(segment.names.map((name) => [name, child(value, name)]));
    case 'all':
      if (typeof value !== 'object' || value === null) throw new JsonPathError('* needs an object or an array');
      return Object.values(value).map((each) => selectJsonPath(rest, each));
    case 'indexes': {
      if (!Array.isArray(value)) throw new JsonPathError('An index needs an array');
      const values = value as unknown[];
      const [only, ...others] = segment.indexes;
      if (only && 'at' in only && others.length === 0) return selectJsonPath(rest, element(values, only.at));
      return segment.indexes
        .flatMap((index) => ('at' in index ? [element(values, index.at)] : values.slice(index.start, index.end)))
        .map((each) => selectJsonPath(rest, each));
    }
  }
};

const child = (value: unknown, name: string): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) {
    throw new JsonPathError(`There is no element ${name}`);
  }
  return (value as Record<string, unknown>)[name];
};

const element = (values: readonly unknown[], index: number): unknown => {
  const at = index < 0 ? values.length + index : index;
  if (at < 0 || at >= values.length) throw new JsonPathError(`Index ${index} is beyond ${values.length} elements`);
  return values[at];
};
