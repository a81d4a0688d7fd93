/** Documents as the store keeps them: JSON in which dates survive. */

const DATE_KEY = '$date';

function replacer(this: Record<string, unknown>, key: string, value: unknown): unknown {
  // JSON.stringify calls Date.toJSON before the replacer, so the original is read from the holder.
  const original = this[key];
  return original instanceof Date ? { [DATE_KEY]: original.getTime() } : value;
}

const reviver = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && DATE_KEY in value
    ? new Date((value as Record<string, number>)[DATE_KEY]!)
    : value;

export const encodeDocument = (document: object): string => JSON.stringify(document, replacer);

export const decodeDocument = <T>(text: string): T => JSON.parse(text, reviver) as T;
