/** Turns what zod found wrong into mistakes that say where, what was got, what is allowed and what to do. */
import { z } from 'zod';
import type { Mistake } from '../gradus-error.ts';
import { nearest } from '../nearest.ts';

type Issue = z.core.$ZodIssue;

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);

const spell = (path: readonly PropertyKey[]): string =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index ? '.' : ''}${String(key)}`)).join('');

/** The keys that the object at `path` may have. */
const keysAt = (schema: z.ZodType, path: readonly PropertyKey[]): string[] => {
  let current: unknown = schema;
  const unwrap = (): void => {
    while (current instanceof z.ZodDefault || current instanceof z.ZodPrefault || current instanceof z.ZodOptional) {
      current = current.unwrap();
    }
  };
  for (const key of path) {
    unwrap();
    if (current instanceof z.ZodObject) current = (current.shape as Record<PropertyKey, unknown>)[key];
    else if (current instanceof z.ZodRecord) current = current.valueType;
  }
  unwrap();
  return current instanceof z.ZodObject ? Object.keys(current.shape) : [];
};

const unknownKeys = (
  issue: Extract<Issue, { code: 'unrecognized_keys' }>,
  schema: z.ZodType,
  input: unknown,
  higher: readonly string[],
): Mistake[] => {
  const allowed = keysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const path = spell([...issue.path, key]);
    const got = at(input, [...issue.path, key]);
    if (issue.path.length === 0 && higher.includes(key)) {
      const remedy = `Remove ${key}: this version of Gradus operates models at level 0.`;
      return { path, message: 'is a section of a higher level, which is not available yet', got, allowed, remedy };
    }
    const match = nearest(key, allowed);
    const remedy = match === undefined ? `Remove ${key}.` : `Did you mean "${match}"?`;
    return { path, message: 'is not known here', got, allowed, remedy };
  });
};

const KIND: Record<string, string> = { int: 'an integer', array: 'a list', object: 'an object', record: 'an object' };
const kind = (type: string): string => KIND[type] ?? `a ${type}`;

const known = (issue: Exclude<Issue, { code: 'unrecognized_keys' }>, input: unknown): Omit<Mistake, 'path' | 'got'> => {
  switch (issue.code) {
    case 'invalid_type':
      return at(input, issue.path) === undefined
        ? { message: 'is missing', allowed: [kind(issue.expected)], remedy: `Add ${spell(issue.path)}.` }
        : { message: `is not ${kind(issue.expected)}`, allowed: [kind(issue.expected)] };
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      return at(input, issue.path) === undefined
        ? { message: 'is missing', allowed, remedy: `Add ${spell(issue.path)}.` }
        : { message: 'is not available', allowed };
    }
    case 'too_small':
      return { message: 'is too small', allowed: [`${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`] };
    case 'too_big':
      return { message: 'is too large', allowed: [`${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`] };
    case 'invalid_union':
      return { message: 'is of a kind that cannot stand here', allowed: ['string', 'number', 'boolean', 'null'] };
    case 'custom': {
      const { allowed, remedy } = (issue.params ?? {}) as { allowed?: readonly string[]; remedy?: string };
      return { message: issue.message, ...(allowed && { allowed }), ...(remedy && { remedy }) };
    }
    default:
      return { message: issue.message };
  }
};

/** Every issue as a mistake, in the order of the declaration's schema. */
export const mistakesOf = (
  issues: readonly Issue[],
  schema: z.ZodType,
  input: unknown,
  higher: readonly string[],
): Mistake[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? unknownKeys(issue, schema, input, higher)
      : [{ path: spell(issue.path) || 'the model', got: at(input, issue.path), ...known(issue, input) }],
  );

/** How many, for a message: `a mistake`, `3 mistakes`. */
export const countOf = (mistakes: readonly Mistake[]): string =>
  mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
