/** Query strings and form bodies: percent-decoded pairs in order, the first value of a key winning. */

export type Query = ReadonlyMap<string, string>;

/** Percent-decodes `text`; what is not valid percent-encoding stays as it is. */
export const decodePercent = (text: string): string => {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const decodeFormPart = (text: string): string => decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text);

/** Every value of a key, in order. */
export const repeatedValues = (raw: string, name: string): readonly string[] =>
  raw.split('&').flatMap((pair) => {
    const at = pair.indexOf('=');
    if (decodeFormPart(at < 0 ? pair : pair.slice(0, at)) !== name) return [];
    return at < 0 ? '' : decodeFormPart(pair.slice(at + 1));
  });

export const parseQuery = (raw: string): Query => {
  const query = new Map<string, string>();
  if (raw === '') return query;
  for (const pair of raw.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const key = decodeFormPart(at < 0 ? pair : pair.slice(0, at));
    if (!query.has(key)) query.set(key, at < 0 ? '' : decodeFormPart(pair.slice(at + 1)));
  }
  return query;
};
