/**
 * Filter patterns of terms: which messages they match. Case counts; a term may stand inside a word.
 * @source docs - terms, quoted phrases, `?any`, `-not`; that `?` is ignored beside other terms
 */
import { invalidParameter } from './errors.ts';

export type MessageFilter = (message: string) => boolean;

interface Term {
  readonly kind: '' | '?' | '-';
  readonly text: string;
}

const UNEXECUTED: readonly (readonly [RegExp, string])[] = [
  [/^\{/, 'JSON'],
  [/^\[/, 'space-delimited'],
  [/(^|\s)[?-]?%/, 'regular expression'],
];

/** A word, or a phrase in double quotes, in which a backslash takes the next character as it is. */
const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))(?=\s|$)/y;

/** @throws AwsError InvalidParameterException for a pattern that is wrong, or of a kind that the plane does not execute */
export const parseFilterPattern = (pattern = ''): MessageFilter => {
  const text = pattern.trim();
  const [, unexecuted] = UNEXECUTED.find(([form]) => form.test(text)) ?? [];
  if (unexecuted !== undefined) {
    throw invalidParameter(
      `The plane does not execute ${unexecuted} filter patterns; docs/coverage.md lists what it executes.`,
    );
  }
  const terms = parseTerms(text);
  const of = (kind: Term['kind']): string[] => terms.filter((term) => term.kind === kind).map((term) => term.text);
  const [all, any, none] = [of(''), of('?'), of('-')];
  if (all.length === 0 && none.length === 0 && any.length > 0) {
    return (message) => any.some((term) => message.includes(term));
  }
  return (message) => all.every((term) => message.includes(term)) && !none.some((term) => message.includes(term));
};

const parseTerms = (pattern: string): Term[] => {
  const terms: Term[] = [];
  for (let at = 0; at < pattern.length;) {
    TERM.lastIndex = at;
    const [found, kind, phrase, word] = TERM.exec(pattern) ?? [];
    if (found === undefined) throw invalidParameter('Invalid filter pattern');
    if (word !== undefined && !/^\w+$/.test(word)) {
      throw invalidParameter(`Invalid filter pattern: Invalid character(s) in term '${word}'`);
    }
    terms.push({ kind: kind as Term['kind'], text: word ?? phrase!.replace(/\\(.)/g, '$1') });
    at += found.length;
    while (/\s/.test(pattern[at] ?? '')) at += 1;
  }
  return terms;
};
