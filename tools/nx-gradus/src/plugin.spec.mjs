import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodesV2 } from './plugin.mjs';
import { VERBS } from './targets.mjs';

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
    expect(Object.keys(targets)).toEqual(expect.arrayContaining(Object.keys(VERBS)));
    expect(targets['publish']).toMatchObject({ command: 'gradus publish movies', cache: false });
    expect(metadata?.technologies).toEqual(['gradus', 'level 0']);
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

describe('in this workspace', () => {
  it('nx shows the verbs and the checks of the sample model', async () => {
    const nx = join(workspace, 'node_modules/nx/dist/bin/nx.js');
    const { stdout } = await promisify(execFile)(process.execPath, [nx, 'show', 'project', 'movies', '--json'], {
      cwd: workspace,
      env: { ...process.env, NX_DAEMON: 'false' },
    });
    const project = /** @type {{ root: string, targets: Record<string, unknown> }} */ (JSON.parse(stdout));
    expect(project.root).toBe('apps/movies');
    expect(Object.keys(project.targets)).toEqual(expect.arrayContaining([...Object.keys(VERBS), 'lint', 'typecheck']));
  });
});
