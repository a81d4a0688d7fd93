import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readArchive } from './artifact.ts';
import { bundleSource } from './source-bundle.ts';
import { filmsWorkspace, type FilmsWorkspace } from './testing/films.ts';

let workspace: FilmsWorkspace;
let root: string;
beforeEach(() => {
  workspace = filmsWorkspace();
  root = workspace.films.root;
});
afterEach(() => workspace.end());

const bundled = async (): Promise<Map<string, string>> => {
  const { archive } = await bundleSource(root, './predict.ts');
  const files = await readArchive(Readable.from([archive]), () => true);
  return new Map([...files].map(([path, content]) => [path, content.toString()]));
};

describe('bundleSource', () => {
  it('holds the files of the model, and its predict module as one', async () => {
    const files = await bundled();
    expect([...files.keys()]).toEqual(['answer.ts', 'films.ipynb', 'model-code/predict.mjs', 'predict.ts']);
    expect(files.get('model-code/predict.mjs')).toContain('answer');
    expect(files.get('model-code/predict.mjs')).not.toMatch(/from ["']\.\/answer/);
  });

  it('has the same bytes for the same files: whenever they were written, wherever they are', async () => {
    const first = await bundleSource(root, './predict.ts');
    utimesSync(join(root, 'answer.ts'), 1, 1);
    const other = filmsWorkspace();
    try {
      expect((await bundleSource(root, './predict.ts')).sha256).toBe(first.sha256);
      expect((await bundleSource(other.films.root, './predict.ts')).sha256).toBe(first.sha256);
    } finally {
      other.end();
    }
  });

  it('changes with a file that the predict module imports', async () => {
    const first = await bundleSource(root, './predict.ts');
    workspace.write('apps/films/answer.ts', 'export const answer = () => 42;\n');
    expect((await bundleSource(root, './predict.ts')).sha256).not.toBe(first.sha256);
  });

  it('takes new files, and leaves out what git ignores and what is deleted', async () => {
    workspace.write('apps/films/steps/prepare.ts', 'export {};\n');
    workspace.write('apps/films/output/made.json', '{}');
    rmSync(join(root, 'films.ipynb'));
    expect([...(await bundled()).keys()]).toEqual([
      'answer.ts',
      'model-code/predict.mjs',
      'predict.ts',
      'steps/prepare.ts',
    ]);
  });

  it('leaves out what is made, where there is no git', async () => {
    rmSync(join(workspace.folder, '.git'), { recursive: true });
    for (const path of [
      'node_modules/a/index.js',
      'dist/a.js',
      'output/a.json',
      '.ipynb_checkpoints/a.ipynb',
      '.gradus/a',
    ]) {
      workspace.write(`apps/films/${path}`, 'x');
    }
    expect([...(await bundled()).keys()]).toEqual(['answer.ts', 'films.ipynb', 'model-code/predict.mjs', 'predict.ts']);
  });

  it('holds what a link points at', async () => {
    workspace.write('shared.txt', 'shared');
    symlinkSync('../../shared.txt', join(root, 'linked.txt'));
    expect((await bundled()).get('linked.txt')).toBe('shared');
  });

  it('keeps names that a shell or git would quote', async () => {
    workspace.write('apps/films/données "1"\n.txt', 'x');
    expect([...(await bundled()).keys()]).toContain('données "1"\n.txt');
  });

  it.each([
    ['does not compile', 'export const load = ;', /^the predict module does not compile: predict\.ts:1: /],
    ['imports nothing there is', "import './nowhere.ts';", /predict\.ts:1: Could not resolve "\.\/nowhere\.ts"/],
    ['lacks an export', 'export const load = () => 1;', /predict\.ts does not export predict$/],
  ])('refuses a predict module that %s', async (_, source, message) => {
    workspace.write('apps/films/predict.ts', source);
    await expect(bundleSource(root, './predict.ts')).rejects.toMatchObject({
      code: 'PREDICT_BROKEN',
      message: expect.stringMatching(message),
    });
  });

  it('leaves nothing in the temporary folder', async () => {
    const left = () =>
      execFileSync('ls', [join(workspace.folder, '..')], { encoding: 'utf8' })
        .split('\n')
        .filter((name) => name.startsWith('gradus-source-'));
    const before = left();
    await bundleSource(root, './predict.ts');
    expect(left().filter((name) => !before.includes(name))).toEqual([]);
  });
});
