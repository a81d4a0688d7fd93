/** Compiles the regular expressions of AWS's models, which are Java's, to JavaScript's. */

/** POSIX and other classes of Java that JavaScript spells otherwise; as the inside of a character class. */
const javaClasses: Record<string, string> = {
  Alnum: 'a-zA-Z0-9',
  Alpha: 'a-zA-Z',
  ASCII: '\\u0000-\\u007f',
  Digit: '0-9',
  Graph: '\\u0021-\\u007e',
  Lower: 'a-z',
  Print: '\\u0020-\\u007e',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Space: ' \\t\\n\\u000b\\f\\r',
  Upper: 'A-Z',
  XDigit: '0-9a-fA-F',
};

/**
 * Patterns whose literal translation backtracks exponentially on text that fails, with the equivalent that does not:
 * any text without the line ends that neither `.` nor the class takes.
 */
const equivalents: Record<string, string> = {
  '.*(?:[ \\r\\n\\t].*)*': '[^\\u0085\\u2028\\u2029]*',
  '.*(?:[ \\r\\n\\t].*)*.*': '[^\\u0085\\u2028\\u2029]*',
};

/** Characters that may be escaped under JavaScript's `u` flag. */
const escapable = /[\^$\\.*+?()[\]{}|/]/;

const translateEscape = (source: string, at: number, inClass: boolean): { text: string; end: number } => {
  const next = source[at + 1] ?? '';
  const property = /^[pP]\{(\w+)\}/.exec(source.slice(at + 1));
  const javaClass = property === null ? undefined : javaClasses[property[1]!];
  if (property !== null && javaClass !== undefined) {
    const negated = next === 'P' ? '^' : '';
    return { text: inClass ? javaClass : `[${negated}${javaClass}]`, end: at + 1 + property[0].length };
  }
  const end = at + 2;
  if (next === 'A') return { text: '^', end };
  if (next === 'z' || next === 'Z') return { text: '$', end };
  if (next === '-') return { text: inClass ? '\\-' : '-', end };
  return { text: /[A-Za-z0-9]/.test(next) || escapable.test(next) ? `\\${next}` : next, end };
};

/** The source of the pattern for JavaScript's `u` flag. */
const translate = (source: string): string => {
  let text = '';
  let inClass = false;
  for (let at = 0; at < source.length;) {
    const char = source[at]!;
    if (char === '\\') {
      const escape = translateEscape(source, at, inClass);
      text += escape.text;
      at = escape.end;
      continue;
    }
    // `\w-.`: a hyphen after a class of characters is one of them.
    if (inClass && char === '-' && /\\[wdsWDS]$/.test(text)) text += '\\-';
    else if (inClass && char === '[') text += '\\[';
    else if (!inClass && char === '$' && /^\$\{\d+,?\d*\}/.test(source.slice(at))) {
      // `$` that is repeated: Java allows it, and it is `$`.
      text += '$';
      at = source.indexOf('}', at);
    } else text += char;
    if (char === '[') inClass = true;
    if (char === ']') inClass = false;
    at += 1;
  }
  return text;
};

const compiled = new Map<string, RegExp>();

/** The pattern as a RegExp that matches whole strings, as AWS applies it; compiled once. */
export const javaPattern = (source: string): RegExp => {
  let pattern = compiled.get(source);
  if (pattern === undefined) {
    pattern = new RegExp(`^(?:${equivalents[source] ?? translate(source)})$`, 'u');
    compiled.set(source, pattern);
  }
  return pattern;
};
