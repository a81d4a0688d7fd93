import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { provenanceOf } from './provenance.ts';
import { filmsWorkspace, type FilmsWorkspace } from './testing/films.ts';

let workspace: FilmsWorkspace;
beforeEach(() => {
  workspace = filmsWorkspace();
});
afterEach(() => workspace.end());

describe('provenanceOf', () => {
  it('is the commit, a clean tree and the hash of the lockfile', async () => {
    const lockfileSha256 = createHash('sha256').update('{ "lockfileVersion": 3 }\n').digest('hex');
    const commit = workspace.git('rev-parse', 'HEAD');
    expect(await provenanceOf(workspace.folder)).toEqual({ commit, dirty: false, lockfileSha256 });
  });

  it.each([
    ['a changed file', 'apps/films/predict.ts'],
    ['a new file', 'apps/films/new.ts'],
  ])('is dirty with %s', async (_, path) => {
    workspace.write(path, 'export {};\n');
    expect(await provenanceOf(workspace.folder)).toMatchObject({ dirty: true });
  });

  it('is clean with files that git ignores', async () => {
    workspace.write('output/made.json', '{}');
    expect(await provenanceOf(workspace.folder)).toMatchObject({ dirty: false });
  });

  it('names the repository without credentials', async () => {
    workspace.git('remote', 'add', 'origin', 'https://ann:secret@example.com/films.git');
    expect(await provenanceOf(workspace.folder)).toMatchObject({ repository: 'https://example.com/films.git' });
  });

  it('says nothing of a commit outside a repository, or before the first commit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gradus-plain-'));
    try {
      expect(await provenanceOf(folder)).toEqual({});
      writeFileSync(join(folder, 'yarn.lock'), '');
      expect(await provenanceOf(folder)).toEqual({ lockfileSha256: createHash('sha256').digest('hex') });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
