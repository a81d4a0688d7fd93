import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodesV2 } from './plugin.mjs';
import { FEATURE_VERBS, MODEL_VERBS, PLANE_VERBS, RECOMMENDATION_VERBS } from './targets.mjs';

const workspace = join(import.meta.dirname, '../../..');
const MODELS = 50;

/** @type {string} */
let folder;

/** @param {string} name @param {string} source */
const plantModel = (name, source) => {
  const root = join(folder, 'apps', name);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: `@planted/${name}` }));
  writeFileSync(join(root, 'model.ts'), source);
  return `apps/${name}/model.ts`;
};

/** @param {string[]} files */
const infer = (files) => {
  const context = { workspaceRoot: folder, nxJsonConfiguration: {} };
  return createNodesV2[1](files, undefined, /** @type {never} */ (context));
};

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'gradus-plugin-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('createNodesV2', () => {
  it('infers a target per verb, which hands its arguments on', async () => {
    const file = plantModel('movies', "export default defineModel({ name: 'movies', level: 0 });");
    const [[, result]] = /** @type {[[string, import('@nx/devkit').CreateNodesResult]]} */ (await infer([file]));
    const { targets = {}, metadata } = result.projects?.['apps/movies'] ?? {};
    expect(Object.keys(targets)).toEqual(expect.arrayContaining(Object.keys(MODEL_VERBS)));
    expect(targets['publish']).toMatchObject({ command: 'gradus publish movies', cache: false });
    expect(metadata?.technologies).toEqual(['gradus', 'level 0']);
  });

  it('infers the verbs of features and of recommendations where a model declares them', async () => {
    const targetsOf = async (/** @type {string} */ name, /** @type {string} */ more) => {
      const file = plantModel(name, `export default defineModel({ name: '${name}', level: 0, ${more} });`);
      const [[, result]] = /** @type {[[string, import('@nx/devkit').CreateNodesResult]]} */ (await infer([file]));
      return result.projects?.[`apps/${name}`]?.targets ?? {};
    };
    const more = { ...FEATURE_VERBS, ...RECOMMENDATION_VERBS };
    const full = await targetsOf('full', 'features: { groups: {} }, serve: { recommendations: {} }');
    expect(full['data-versions']).toMatchObject({ command: 'gradus data-versions full', cache: false });
    expect(Object.keys(full)).toEqual(expect.arrayContaining(Object.keys(more)));
    const plain = Object.keys(await targetsOf('plain', 'serve: { endpoint: {} }'));
    expect(plain.filter((name) => name in more)).toEqual([]);
  });

  it('infers test from specs and typecheck from a tsconfig', async () => {
    const root = join(folder, 'libs/planted');
    mkdirSync(join(root, 'src/deep'), { recursive: true });
    writeFileSync(join(root, 'package.json'), '{}');
    const targetsNow = async () => {
      const [[, result]] = /** @type {[[string, import('@nx/devkit').CreateNodesResult]]} */ (
        await infer(['libs/planted/package.json'])
      );
      return Object.keys(result.projects?.['libs/planted']?.targets ?? {});
    };
    expect(await targetsNow()).toEqual(['lint']);
    writeFileSync(join(root, 'src/deep/a.spec.ts'), '');
    writeFileSync(join(root, 'tsconfig.json'), '{}');
    expect(await targetsNow()).toEqual(['lint', 'test', 'typecheck']);
  });

  it.each([
    ['level: 0', 'apps/broken/model.ts:2: name is missing. Add name'],
    ['name: NAME, level: 0', 'apps/broken/model.ts:3: name is not a literal (got NAME). Write it in quotes'],
  ])('names file and line of a bad model: %s', async (fields, message) => {
    const file = plantModel('broken', `\nexport default defineModel({\n  ${fields} });`);
    /** @type {unknown} */
    const error = await Promise.resolve(infer([file])).catch((/** @type {unknown} */ thrown) => thrown);
    const [[, cause]] = /** @type {{ errors: [[string, Error]] }} */ (error).errors;
    expect(cause.message).toContain(message);
  });

  it(`reads ${MODELS} models without running them, and prints how long that takes`, async () => {
    const files = Array.from({ length: MODELS }, (_, index) =>
      plantModel(`m${index}`, `throw new Error('run');\nexport default defineModel({ name: 'm${index}', level: 0 });`),
    );
    const times = [];
    for (let round = 0; round < 3; round += 1) {
      const start = performance.now();
      expect(await infer(files)).toHaveLength(MODELS);
      times.push(`${(performance.now() - start).toFixed(1)} ms`);
    }
    console.log(`${MODELS} models: first ${times[0]}, then ${times.slice(1).join(', ')} (limit 50 ms)`);
  });
});

/**
 * @typedef {{ root: string, targets: Record<string, { inputs?: unknown[] }> }} Project
 * @typedef {{ nodes: Record<string, { data: Project }>, dependencies: Record<string, { target: string }[]> }} Graph
 */

describe('in this workspace', () => {
  /** @type {Graph} */
  let graph;
  beforeAll(async () => {
    const nx = join(workspace, 'node_modules/nx/dist/bin/nx.js');
    const file = join(folder, 'graph.json');
    await promisify(execFile)(process.execPath, [nx, 'graph', '--file', file], {
      cwd: workspace,
      env: { ...process.env, NX_DAEMON: 'false' },
    });
    ({ graph } = /** @type {{ graph: Graph }} */ (JSON.parse(readFileSync(file, 'utf8'))));
  });

  /** @param {string} name */
  const project = (name) => /** @type {{ data: Project }} */ (graph.nodes[`@gradus/${name}`]).data;

  /** @param {string} name @param {Set<string>} [found] what it stands on, near and far */
  const below = (name, found = new Set()) => {
    for (const { target } of graph.dependencies[`@gradus/${name}`] ?? []) {
      const short = target.replace('@gradus/', '');
      if (graph.nodes[target] && !found.has(short)) below(short, found.add(short));
    }
    return found;
  };

  it.each([
    ['movies', 'apps/movies', MODEL_VERBS],
    ['cli', 'apps/cli', PLANE_VERBS],
  ])('%s has its verbs and its checks as targets', (name, root, verbs) => {
    expect(project(name).root).toBe(root);
    expect(Object.keys(project(name).targets)).toEqual(
      expect.arrayContaining([...Object.keys(verbs), 'lint', 'test', 'typecheck']),
    );
  });

  it.each([
    ['level-0', ['core', 'aws', 'serving', 'plane']],
    ['cli', ['core', 'plane', 'level-0']],
    ['journeys', ['core', 'plane', 'level-0', 'cli', 'movies']],
    ['aws-models', ['plane']],
  ])('the specs of %s run anew when one of %j changes', (name, wanted) => {
    expect([...below(name)]).toEqual(expect.arrayContaining(wanted));
    expect(project(name).targets['test']?.inputs).toEqual(expect.arrayContaining(['default', '^default']));
  });

  it.each([
    ['cli', 'docs/errors.md'],
    ['aws-models', 'docs/coverage.md'],
    ['nx-gradus', 'eslint.config.mjs'],
  ])('the specs of %s run anew when %s changes, which they read', (name, file) => {
    expect(project(name).targets['test']?.inputs).toContain(`{workspaceRoot}/${file}`);
  });

  it('every package with a tsconfig is type-checked by the root', () => {
    const roots = ['apps', 'libs', 'tools'].flatMap((folder) =>
      readdirSync(join(workspace, folder)).map((packageName) => `${folder}/${packageName}`),
    );
    const { references } = /** @type {{ references: { path: string }[] }} */ (
      JSON.parse(readFileSync(join(workspace, 'tsconfig.json'), 'utf8'))
    );
    expect(references.map(({ path }) => path).sort()).toEqual(
      roots.filter((root) => existsSync(join(workspace, root, 'tsconfig.json'))).sort(),
    );
  });
});
