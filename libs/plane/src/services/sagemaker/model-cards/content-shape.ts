/** Shapes of JSON content, and what of a value does not fit its shape. */

export type ContentShape =
  | { readonly kind: 'text'; readonly least?: number; readonly most?: number; readonly of?: readonly string[] }
  | { readonly kind: 'number'; readonly whole?: boolean; readonly least?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'list'; readonly of: ContentShape; readonly least?: number; readonly most?: number }
  | { readonly kind: 'map'; readonly of: ContentShape }
  | { readonly kind: 'any'; readonly of: readonly ContentShape[] }
  | {
      readonly kind: 'object';
      /** No others are allowed. */
      readonly members: Readonly<Record<string, ContentShape>>;
      readonly required?: readonly string[];
    };

/** The first place at which `value` does not fit, in words; undefined when it fits. */
export const misfit = (shape: ContentShape, value: unknown, path = '#'): string | undefined => {
  switch (shape.kind) {
    case 'text':
      return textMisfit(shape, value, path);
    case 'number':
      return numberMisfit(shape, value, path);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `${path}: expected type: Boolean`;
    case 'list':
      return listMisfit(shape, value, path);
    case 'map':
      if (!isObject(value)) return `${path}: expected type: JSONObject`;
      return first(Object.entries(value), ([key, each]) => misfit(shape.of, each, `${path}/${key}`));
    case 'any': {
      const misfits = shape.of.map((each) => misfit(each, value, path));
      return misfits.includes(undefined) ? undefined : misfits.join(', or ');
    }
    case 'object':
      return objectMisfit(shape, value, path);
  }
};

type Of<Kind extends ContentShape['kind']> = Extract<ContentShape, { kind: Kind }>;

const first = <T>(values: Iterable<T>, find: (value: T) => string | undefined): string | undefined => {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textMisfit = ({ least = 0, most = Infinity, of }: Of<'text'>, value: unknown, path: string) => {
  if (typeof value !== 'string') return `${path}: expected type: String`;
  if (of && !of.includes(value)) return `${path}: ${value} is not one of ${of.join(', ')}`;
  // JSON Schema counts characters by code points.
  const { length } = Array.from(value);
  if (length < least) return `${path}: expected minLength: ${least}, actual: ${length}`;
  return length > most ? `${path}: expected maxLength: ${most}, actual: ${length}` : undefined;
};

const numberMisfit = ({ whole, least = -Infinity }: Of<'number'>, value: unknown, path: string) => {
  if (typeof value !== 'number') return `${path}: expected type: Number`;
  if (whole && !Number.isInteger(value)) return `${path}: expected type: Integer`;
  return value < least ? `${path}: ${value} is not greater or equal to ${least}` : undefined;
};

const listMisfit = ({ of, least = 0, most = Infinity }: Of<'list'>, value: unknown, path: string) => {
  if (!Array.isArray(value)) return `${path}: expected type: JSONArray`;
  if (value.length < least) return `${path}: expected minimum item count: ${least}, found: ${value.length}`;
  if (value.length > most) return `${path}: expected maximum item count: ${most}, found: ${value.length}`;
  return first(value.entries(), ([index, each]) => misfit(of, each, `${path}/${index}`));
};

const objectMisfit = ({ members, required = [] }: Of<'object'>, value: unknown, path: string) => {
  if (!isObject(value)) return `${path}: expected type: JSONObject`;
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `${path}: required key [${missing}] not found`;
  return first(Object.entries(value), ([name, each]) =>
    Object.hasOwn(members, name)
      ? misfit(members[name]!, each, `${path}/${name}`)
      : `${path}: extraneous key [${name}] is not permitted`,
  );
};
