/**
 * The Nx plugin: it infers targets from every package and every `model.ts`, which it reads and never runs. Plain
 * JavaScript, since Nx on Node 20 loads no TypeScript plugin without a compiler.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createNodesFromFiles } from '@nx/devkit';
import { readModelLiterals, readModelSections } from '@gradus/core/model-literals';
import { checkTargets, modelVerbs, PLANE_VERBS, verbTargets } from './targets.mjs';

export const name = 'gradus';

/** The package of the `gradus` command. */
const COMMAND_LINE = 'apps/cli';

/**
 * What was read from which text, so that an unchanged file is not read twice by Nx's daemon.
 * @type {Map<string, ReturnType<typeof readModelLiterals> & { sections: Set<string> }>}
 */
const known = new Map();

/** @param {string} source */
const literalsOf = (source) => {
  const read = known.get(source) ?? { ...readModelLiterals(source), sections: readModelSections(source) };
  if (known.size > 1000) known.clear();
  known.set(source, read);
  return read;
};

/**
 * The model's name, its level and what it declares.
 * @param {string} workspaceRoot
 * @param {string} file
 * @throws Error naming file and line, when name or level cannot be read
 */
export const readModel = (workspaceRoot, file) => {
  const { literals, sections, problem } = literalsOf(readFileSync(join(workspaceRoot, file), 'utf8'));
  if (literals) return { ...literals, sections };
  const got = problem.got === undefined ? '' : ` (got ${problem.got})`;
  throw new Error(`${file}:${problem.line}: ${problem.message}${got}. ${problem.remedy}`);
};

/**
 * The project of a package; `file` is its `package.json`.
 * @param {string} file
 * @param {unknown} _options
 * @param {{ workspaceRoot: string }} context
 */
const projectOf = (file, _options, { workspaceRoot }) => {
  const root = dirname(file);
  if (root === '.') return {};
  const modelFile = `${root}/model.ts`;
  const model = existsSync(join(workspaceRoot, modelFile)) ? readModel(workspaceRoot, modelFile) : undefined;
  const verbs = model
    ? verbTargets(modelVerbs(model.sections), model.name)
    : root === COMMAND_LINE
      ? verbTargets(PLANE_VERBS)
      : undefined;
  return {
    projects: {
      [root]: {
        root,
        targets: { ...checkTargets(workspaceRoot, root), ...verbs },
        ...(model && { metadata: { technologies: ['gradus', `level ${model.level}`] } }),
      },
    },
  };
};

/** @type {import('@nx/devkit').CreateNodesV2} */
export const createNodesV2 = [
  '{apps,libs,tools}/*/{package.json,model.ts}',
  (files, options, context) => {
    const packages = new Set(files.map((file) => `${dirname(file)}/package.json`));
    return createNodesFromFiles(projectOf, [...packages], options, context);
  },
];
