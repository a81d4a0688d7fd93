/** What tells two JSON values apart, place by place. */

export interface JsonDifference {
  /** JSON Pointer; empty for the whole. */
  readonly path: string;
  /** Absent when it was added. */
  readonly before?: unknown;
  /** Absent when it was removed. */
  readonly after?: unknown;
}

export const jsonDifferences = (before: unknown, after: unknown, path = ''): JsonDifference[] => {
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after)) {
    return before === after ? [] : [{ path, ...present('before', before), ...present('after', after) }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) =>
    jsonDifferences(before[key], after[key], `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
};

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const present = (name: 'before' | 'after', value: unknown) => (value === undefined ? {} : { [name]: value });
