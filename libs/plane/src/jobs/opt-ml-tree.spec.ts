import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeServingTree, makeTrainingTree } from './opt-ml-tree.ts';

describe('the tree of /opt/ml', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'gradus-tree-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('has what a training job finds, and keeps what is there', async () => {
    const tree = await makeTrainingTree(join(root, 'ml'));
    await writeFile(join(tree.checkpoints, 'kept'), '');
    expect(await makeTrainingTree(join(root, 'ml'))).toEqual(tree);
    const entries = (await readdir(join(root, 'ml'), { recursive: true })).sort();
    expect(entries).toEqual(
      [
        'checkpoints',
        'checkpoints/kept',
        'code',
        'input',
        'input/config',
        'input/data',
        'model',
        'output',
        'output/data',
      ].sort(),
    );
    expect(tree.failure).toBe(join(root, 'ml/output/failure'));
  });

  it('has what an endpoint finds', async () => {
    expect(await makeServingTree(root)).toEqual({ model: join(root, 'model') });
    expect(await readdir(root)).toEqual(['model']);
  });
});
