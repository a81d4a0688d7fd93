/** The generator of a model's project: twice changes nothing, a file that is there stays as it is, and so does a model. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { formatFiles, generateFiles, logger, OverwriteStrategy, updateJson } from '@nx/devkit';

/**
 * @typedef {{ name: string, python?: boolean }} ModelOptions
 * @typedef {{ references?: { path: string }[] }} TypeScriptProject
 */

/** As `defineModel` takes it. */
const NAME = /^(?=.{1,36}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** @param {string} name */
const checkName = (name) => {
  if (NAME.test(name)) return;
  throw new Error(
    `"${name}" cannot be a model's name: 1 to 36 lower-case letters, digits and single hyphens, a letter first, as in "churn".`,
  );
};

/** `fraud-risk` -> `Fraud risk`. @param {string} name */
const titleOf = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');

/**
 * Writes `apps/<name>`, and refers to it where the workspace is type-checked.
 * @param {import('@nx/devkit').Tree} tree
 * @param {ModelOptions} options
 * @returns {Promise<() => void>} what makes the lockfile know the new package
 * @throws Error for a name that no model can have, and for a folder that holds another project
 */
export const modelGenerator = async (tree, { name, python = false }) => {
  checkName(name);
  const root = `apps/${name}`;
  if (tree.exists(`${root}/package.json`) && !tree.exists(`${root}/model.ts`)) {
    throw new Error(`${root} holds a project that is no model; name the model otherwise.`);
  }
  const isNew = !tree.exists(`${root}/package.json`);
  // A model that is there may be of another make: nothing is mixed into it.
  if (!isNew) return () => undefined;
  const templates = join(import.meta.dirname, python ? 'python' : 'typescript');
  generateFiles(
    tree,
    templates,
    root,
    { name, title: titleOf(name), scope: scopeOf(tree) },
    { overwriteStrategy: OverwriteStrategy.KeepExisting },
  );
  if (tree.exists('tsconfig.json') && tree.exists(`${root}/tsconfig.json`)) refer(tree, root);
  await formatFiles(tree);
  return () => {
    if (tree.exists('package-lock.json')) lockPackage(tree.root);
  };
};

/**
 * Enters the new package into the lockfile, without which `npm ci` would refuse; nothing is installed, since it needs nothing more.
 * @param {string} workspace
 */
const lockPackage = (workspace) => {
  const args = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'];
  try {
    execFileSync('npm', args, {
      cwd: workspace,
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
    });
  } catch (error) {
    logger.warn(`package-lock.json lacks the new package; run npm install. npm said: ${String(error)}`);
  }
};

/** The scope of the workspace's own packages. @param {import('@nx/devkit').Tree} tree */
const scopeOf = (tree) => {
  /** @type {{ name?: string }} */
  const { name = 'workspace' } = JSON.parse(tree.read('package.json', 'utf8') ?? '{}');
  return name.startsWith('@') ? name.split('/')[0] : `@${name}`;
};

/**
 * @param {import('@nx/devkit').Tree} tree
 * @param {string} root
 */
const refer = (tree, root) => {
  /** @type {TypeScriptProject} */
  const project = JSON.parse(tree.read('tsconfig.json', 'utf8') ?? '{}');
  if (project.references?.some(({ path }) => path === root)) return;
  updateJson(tree, 'tsconfig.json', (/** @type {TypeScriptProject} */ json) => ({
    ...json,
    references: [...(json.references ?? []), { path: root }],
  }));
};

export default modelGenerator;
