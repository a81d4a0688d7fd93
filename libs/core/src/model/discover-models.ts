/** Finds the workspace and the models in it, without running any of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { errors } from '../errors.ts';
import { readModelLiterals } from './model-literals.mjs';

/** The file that marks the root of a workspace and lists its environments. */
export const WORKSPACE_FILE = 'gradus.config.ts';

export interface DiscoveredModel {
  /** As declared; the folder's name where the declaration does not say. */
  readonly name: string;
  /** Undefined where the declaration does not say. */
  readonly level?: number;
  /** Absolute path of its `model.ts`. */
  readonly file: string;
  /** Absolute path of its folder. */
  readonly root: string;
}

/**
 * The nearest folder, `from` or above it, that holds a `gradus.config.ts`.
 * @throws GradusError WORKSPACE_NOT_FOUND
 */
export const findWorkspace = (from: string = process.cwd()): string => {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, WORKSPACE_FILE))) return folder;
    if (folder === dirname(folder)) break;
  }
  throw errors.make('WORKSPACE_NOT_FOUND', `${resolve(from)} is not in a Gradus workspace`, {
    remedy: `Change to a folder with a ${WORKSPACE_FILE}, or to one below it.`,
  });
};

/** The folders of the npm workspaces of `root`: patterns `folder/*` and plain folders. */
const projectFolders = (root: string): string[] => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces?: string[] };
  return (manifest.workspaces ?? []).flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [join(root, pattern)];
    const parent = join(root, pattern.slice(0, -2));
    return existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : [];
  });
};

/** The models of a workspace, by name. */
export const discoverModels = (workspaceRoot: string): DiscoveredModel[] =>
  projectFolders(workspaceRoot)
    .map((root) => ({ root, file: join(root, 'model.ts') }))
    .filter(({ file }) => existsSync(file))
    .map(({ root, file }) => {
      const { literals } = readModelLiterals(readFileSync(file, 'utf8'));
      return { name: literals?.name ?? basename(root), ...(literals && { level: literals.level }), file, root };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
