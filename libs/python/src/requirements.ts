/** Lines of `requirements.txt`: names of packages with their versions, and nothing that could run code or lead elsewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Mistake } from '@gradus/core';
import { errors } from './errors.ts';

const NAME = String.raw`[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?`;
const VERSIONS = String.raw`(?:\(?\s*(?:===|==|~=|!=|<=|>=|<|>)[^;()@#]*\)?)?`;
const LINE = new RegExp(
  String.raw`^(${NAME})\s*(?:\[[A-Za-z0-9._,\s-]*\])?\s*${VERSIONS}\s*(?:;[^#]*?)?(?:\s--hash[= ]\w+:[0-9a-f]+)*$`,
);

const MEANT: readonly (readonly [RegExp, string])[] = [
  [/^-r|^--requirement|^-c|^--constraint/, 'Write the lines of the other file here.'],
  [
    /^--?(?:i|index-url|extra-index-url|f|find-links|trusted-host)\b/,
    'Name the index where the plane is started: PIP_INDEX_URL, PIP_EXTRA_INDEX_URL or PIP_FIND_LINKS.',
  ],
  [/^-/, 'Leave options out.'],
  [/:\/\/|^\.|^\/|@/, 'Only packages of an index are taken, as wheels; put modules of your own beside the program.'],
];

const joined = (text: string): string[] => text.replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/);

/**
 * The packages that a `requirements.txt` asks for, one text each, sorted.
 * @throws GradusError REQUIREMENTS_INVALID with every line that is not taken
 */
export const parseRequirements = (text: string): string[] => {
  const mistakes: Mistake[] = [];
  const found = new Set<string>();
  for (const [index, line] of joined(text).entries()) {
    const asked = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (asked === '') continue;
    if (LINE.test(asked)) {
      found.add(asked.replaceAll(/\s+/g, ' '));
      continue;
    }
    const remedy = MEANT.find(([pattern]) => pattern.test(asked))?.[1];
    mistakes.push({
      path: `requirements.txt: line ${index + 1}`,
      message: 'is not a package with its versions',
      got: asked,
      allowed: ['scikit-learn==1.7.2', 'pandas>=2,<3'],
      ...(remedy !== undefined && { remedy }),
    });
  }
  if (mistakes.length === 0) return [...found].sort();
  const [first] = mistakes;
  throw errors.make('REQUIREMENTS_INVALID', `requirements.txt asks for ${String(first!.got)}, which is not taken`, {
    got: first!.got,
    mistakes,
    remedy: first!.remedy ?? 'Write each package as <name>==<version>.',
  });
};

/** A package's name as indexes compare it: `Scikit_Learn` is `scikit-learn`. */
const nameOf = (requirement: string): string =>
  (LINE.exec(requirement)?.[1] ?? requirement).replaceAll(/[-_.]+/g, '-').toLowerCase();

/** `own`, and of `given` (what an image brings) the packages that `own` does not name. */
export const withGiven = (own: readonly string[], given: readonly string[]): string[] => {
  const named = new Set(own.map(nameOf));
  return [...own, ...given.filter((requirement) => !named.has(nameOf(requirement)))].sort();
};

/**
 * What the `requirements.txt` nearest to a program asks for: in its folder or one above it, up to `root`. Undefined where there is none.
 * @throws GradusError REQUIREMENTS_INVALID
 */
export const requirementsNear = (program: string, root: string): string[] | undefined => {
  for (let folder = dirname(program); ; folder = dirname(folder)) {
    const file = join(folder, 'requirements.txt');
    if (existsSync(file)) return parseRequirements(readFileSync(file, 'utf8'));
    if (relative(root, folder) === '' || relative(root, folder).startsWith('..')) return undefined;
  }
};
