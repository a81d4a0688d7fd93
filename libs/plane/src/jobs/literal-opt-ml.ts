/** Finds programs that name `/opt/ml` outright: where containers have no file system of their own, they cannot work. */

export interface LiteralOptMl {
  /** From 1. */
  readonly line: number;
  /** The path as written, e.g. `/opt/ml/model`. */
  readonly path: string;
}

/** A quoted path, or a bare one in a shell's words; not part of a longer path or of an address. */
const LITERAL = /(?<![\w./:-])\/opt\/ml(?:\/[\w./-]*)?(?![\w-])/g;

/** Reads the place from the environment first, and names the path as the fallback only. */
const FALLBACK = /\bSM_[A-Z]|GRADUS_OPT_ML|environ|getenv|process\.env|Deno\.env|\$\{?\w+:-/;

const COMMENT = /^\s*(?:"\s*)?(?:#|\/\/|\*|\/\*)/;

/**
 * Each place in a program's text (Python, TypeScript, shell, a notebook's JSON) that names `/opt/ml` itself. Comments, and
 * lines that read an environment variable first, are left alone.
 */
export const findLiteralOptMl = (source: string): readonly LiteralOptMl[] =>
  source.split('\n').flatMap((text, index) => {
    if (!text.includes('/opt/ml') || COMMENT.test(text) || FALLBACK.test(text)) return [];
    return [...text.matchAll(LITERAL)].map(([path]) => ({ line: index + 1, path }));
  });

/**
 * Why a job cannot start where `/opt/ml` is only a prefix, with the remedy; undefined when no file names it outright.
 *
 * @param files Each program's name, as its author knows it, and its text.
 */
export const refusalOfLiteralOptMl = (files: Readonly<Record<string, string>>): string | undefined => {
  const places = Object.entries(files).flatMap(([name, source]) =>
    findLiteralOptMl(source).map(({ line, path }) => `${name}:${line} names ${path}`),
  );
  if (places.length === 0) return undefined;
  const shown = places.slice(0, 5).join('; ') + (places.length > 5 ? `; and ${places.length - 5} more` : '');
  return (
    `This machine gives containers no /opt/ml of their own, and the program names it outright: ${shown}. ` +
    'Read the place from the environment: SM_MODEL_DIR, SM_OUTPUT_DATA_DIR, SM_CHANNEL_<NAME>, ' +
    'or optMl() of @gradus/core, which also work on SageMaker.'
  );
};
