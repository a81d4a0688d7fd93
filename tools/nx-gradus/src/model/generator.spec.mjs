import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { describe, expect, it } from 'vitest';
import { readModelLiterals } from '@gradus/core/model-literals';
import { modelGenerator } from './generator.mjs';

/** @param {import('@nx/devkit').Tree} tree @param {string} folder @returns {Record<string, string>} */
const contentOf = (tree, folder) =>
  Object.fromEntries(
    tree
      .children(folder)
      .map((name) => `${folder}/${name}`)
      .flatMap((path) =>
        tree.isFile(path) ? [[path, tree.read(path, 'utf8') ?? '']] : Object.entries(contentOf(tree, path)),
      ),
  );

const workspace = () => {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('package.json', JSON.stringify({ name: 'acme', private: true }));
  tree.write('tsconfig.json', JSON.stringify({ references: [{ path: 'libs/core' }] }));
  return tree;
};

/** @param {import('@nx/devkit').Tree} tree */
const referencesOf = (tree) => {
  /** @type {{ references: { path: string }[] }} */
  const { references } = JSON.parse(tree.read('tsconfig.json', 'utf8') ?? '');
  return references;
};

describe.each([false, true])('the generator of a model, python: %s', (python) => {
  it('makes a model that Nx can read', async () => {
    const tree = workspace();
    await modelGenerator(tree, { name: 'fraud-risk', python });
    expect(readModelLiterals(tree.read('apps/fraud-risk/model.ts', 'utf8') ?? '').literals).toEqual({
      name: 'fraud-risk',
      level: 0,
    });
    expect(JSON.parse(tree.read('apps/fraud-risk/package.json', 'utf8') ?? '')).toMatchObject({
      name: '@acme/fraud-risk',
      description: 'Fraud risk: a model operated with Gradus.',
      nx: { tags: ['type:model'] },
    });
    expect(referencesOf(tree)).toEqual([{ path: 'libs/core' }, { path: 'apps/fraud-risk' }]);
    for (const text of Object.values(contentOf(tree, 'apps/fraud-risk'))) expect(text).not.toMatch(/<%|__name__/);
  });

  it('changes nothing when it runs twice, and keeps a file that was edited', async () => {
    const tree = workspace();
    await modelGenerator(tree, { name: 'churn', python });
    tree.write('apps/churn/README.md', 'Mine.\n');
    tree.delete('apps/churn/package.json');
    await modelGenerator(tree, { name: 'churn', python });
    const once = contentOf(tree, 'apps/churn');
    expect(once['apps/churn/README.md']).toBe('Mine.\n');
    expect(once['apps/churn/package.json']).toContain('@acme/churn');
    await modelGenerator(tree, { name: 'churn', python });
    expect(contentOf(tree, 'apps/churn')).toEqual(once);
    expect(referencesOf(tree)).toHaveLength(2);
  });
});

describe('the generator of a model', () => {
  it.each(['Churn', 'churn_risk', '-x', 'a--b', '../x', '1st', 'a'.repeat(37)])('refuses the name %s', async (name) => {
    await expect(modelGenerator(workspace(), { name })).rejects.toThrow(`"${name}" cannot be a model's name`);
  });

  it.each([false, true])('mixes nothing into a model that is there, python: %s', async (python) => {
    const tree = workspace();
    tree.write('apps/movies/package.json', '{}');
    tree.write('apps/movies/model.ts', 'export default {};\n');
    const before = contentOf(tree, 'apps/movies');
    await modelGenerator(tree, { name: 'movies', python });
    expect(contentOf(tree, 'apps/movies')).toEqual(before);
  });

  it('leaves a project alone that is no model', async () => {
    const tree = workspace();
    tree.write('apps/shop/package.json', '{}');
    await expect(modelGenerator(tree, { name: 'shop' })).rejects.toThrow('apps/shop holds a project that is no model');
  });
});
