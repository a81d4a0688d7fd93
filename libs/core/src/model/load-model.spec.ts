import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discoverModels, findWorkspace } from './discover-models.ts';
import { loadModel } from './load-model.ts';

const declaration = (fields = '') =>
  `import { defineModel } from '@gradus/core';
export default defineModel({
  name: 'movies', level: 0,
  notebook: { file: './movies.ipynb' },
  serve: { endpoint: { predict: './predict.ts' } },${fields}
});
`;

// Below this package, so that @gradus/core and zod resolve as they do for a user's model.
const here = dirname(fileURLToPath(import.meta.url));
let workspace: string;

const model = async (name: string, source: string, files = ['movies.ipynb', 'predict.ts']): Promise<string> => {
  const root = join(workspace, 'apps', name);
  await mkdir(root, { recursive: true });
  await writeFile(join(root, 'model.ts'), source);
  for (const file of files) await writeFile(join(root, file), '');
  return join(root, 'model.ts');
};

beforeAll(async () => {
  const dist = join(here, '../../dist');
  await mkdir(dist, { recursive: true });
  workspace = await mkdtemp(join(dist, 'load-model-'));
  await writeFile(join(workspace, 'package.json'), '{ "workspaces": ["apps/*", "libs/*"] }');
  await writeFile(join(workspace, 'gradus.config.ts'), '');
});
afterAll(() => rm(workspace, { recursive: true, force: true }));

describe('loadModel', () => {
  it('runs TypeScript, with packages and files of its own', async () => {
    const file = await model(
      'movies',
      `import { z } from 'zod';\nimport { basename } from 'node:path';\nimport { least } from './least.ts';\n` +
        declaration(` gates: { [basename(z.string().parse('x/ndcg'))]: { min: least } },`),
    );
    await writeFile(join(dirname(file), 'least.ts'), 'export const least: number = 0.1;');
    const loaded = await loadModel(file);
    expect(loaded).toMatchObject({
      file,
      root: dirname(file),
      model: { name: 'movies', gates: { ndcg: { min: 0.1 } } },
    });
  });

  it('sees an edit', async () => {
    const file = await model('edited', declaration());
    await loadModel(file);
    await writeFile(file, declaration(' gates: { loss: { max: 1 } },'));
    expect((await loadModel(file)).model.gates).toEqual({ loss: { max: 1 } });
  });

  it.each([
    ['syntax', 'export default {;', 'MODEL_SYNTAX', /model\.ts:1:17/],
    ['import', `import './nothing.ts';`, 'MODEL_SYNTAX', /model\.ts:1:8/],
    ['throws', `const a = 1;\nthrow new Error('no luck');`, 'MODEL_THREW', /model\.ts:2:\d+ threw .*: Error: no luck/],
    ['none', `export const model = 1;`, 'MODEL_NO_DEFAULT_EXPORT', /does not default-export/],
    ['plain', `export default { name: 'movies' };`, 'MODEL_NO_DEFAULT_EXPORT', /does not default-export/],
    ['mistakes', declaration(' gate: {}, level: 9,'), 'MODEL_INVALID', /2 mistakes/],
  ])('explains a broken model: %s', async (name, source, code, text) => {
    const error: unknown = await loadModel(await model(name, source)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(`${(error as Error).message} ${JSON.stringify((error as { mistakes?: unknown }).mistakes)}`).toMatch(text);
  });

  it('names every file that is missing', async () => {
    const file = await model('bare', declaration(), []);
    await expect(loadModel(file)).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      mistakes: [{ path: 'notebook.file' }, { path: 'serve.endpoint.predict' }],
    });
  });

  it('names missing files beside every other mistake', async () => {
    const file = await model('bare-and-broken', declaration(' gate: {},').replace('./movies.ipynb', '7'), []);
    await expect(loadModel(file)).rejects.toMatchObject({
      message: expect.stringContaining('bare-and-broken/model.ts: the model declaration has 3 mistakes'),
      mistakes: [{ path: 'notebook.file', got: '7' }, { path: 'gate' }, { path: 'serve.endpoint.predict' }],
    });
  });

  it('says that there is none', () =>
    expect(loadModel(join(workspace, 'model.ts'))).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' }));
});

describe('discoverModels', () => {
  it('finds the models of the workspace, broken ones by their folder', async () => {
    await model('movies', declaration());
    await model('unreadable', 'nothing');
    expect(discoverModels(workspace)).toEqual(
      expect.arrayContaining([
        {
          name: 'movies',
          level: 0,
          file: join(workspace, 'apps/movies/model.ts'),
          root: join(workspace, 'apps/movies'),
        },
        expect.objectContaining({ name: 'unreadable' }),
      ]),
    );
  });

  it('finds the workspace from below', () => expect(findWorkspace(join(workspace, 'apps'))).toBe(workspace));
  it('says that there is none', () =>
    expect(() => findWorkspace('/')).toThrow(expect.objectContaining({ code: 'WORKSPACE_NOT_FOUND' })));
});
