/** Documents as the store keeps them: JSON in which dates survive. */

/** A date is an object of this key; a caller's own key of that form is kept with one more `$`. */
const DATE_KEY = '$date';
const LIKE_DATE_KEY = /^\$+date$/;

const renamed = (value: object, name: (key: string) => string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([key, each]: [string, unknown]) => [name(key), each]));

const escaped = (key: string): string => (LIKE_DATE_KEY.test(key) ? `$${key}` : key);

const unescaped = (key: string): string => (LIKE_DATE_KEY.test(key) ? key.slice(1) : key);

const hasDateKey = (value: object): boolean => {
  for (const key in value) if (key.startsWith('$') && LIKE_DATE_KEY.test(key)) return true;
  return false;
};

function replacer(this: Record<string, unknown>, key: string, value: unknown): unknown {
  // JSON.stringify calls Date.toJSON before the replacer, so the original is read from the holder.
  const original = this[key];
  if (original instanceof Date) return { [DATE_KEY]: original.getTime() };
  return typeof value === 'object' && value !== null && hasDateKey(value) ? renamed(value, escaped) : value;
}

/** In place, which is several times faster than JSON.parse with a reviver. */
const revive = (value: object): object => {
  const document = value as Record<string, unknown>;
  let hasEscaped = false;
  for (const key in document) {
    const each = document[key];
    if (key.startsWith('$')) {
      if (key === DATE_KEY) return new Date(each as number);
      hasEscaped ||= LIKE_DATE_KEY.test(key);
    }
    if (typeof each !== 'object' || each === null) continue;
    const revived = revive(each);
    if (revived !== each) document[key] = revived;
  }
  return hasEscaped ? renamed(document, unescaped) : document;
};

export const encodeDocument = (document: object): string => JSON.stringify(document, replacer);

export const decodeDocument = <T>(text: string): T => {
  const value = JSON.parse(text) as object | null;
  return (typeof value === 'object' && value !== null ? revive(value) : value) as T;
};
