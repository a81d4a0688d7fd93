import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { expect, it } from 'vitest';

/** Root ignores rights: the tree is then another user's, and so is who removes it. */
const NOBODY = 65534;

it('removes what its owner made read-only', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'gradus-remove-'));
  const tree = join(dir, 'tree');
  await mkdir(join(tree, 'a', 'b'), { recursive: true });
  await writeFile(join(tree, 'a', 'b', 'file'), '');
  await chmod(join(tree, 'a', 'b'), 0o500);
  await chmod(join(tree, 'a'), 0o000);
  const root = process.getuid?.() === 0;
  if (root) execFileSync('chown', ['-R', String(NOBODY), dir]);
  const program = join(dir, 'remove.mjs');
  const entry = fileURLToPath(new URL('remove-tree.ts', import.meta.url));
  const stdin = { contents: `import { removeTree } from ${JSON.stringify(entry)}; await removeTree(process.argv[2]);` };
  buildSync({ stdin: { ...stdin, resolveDir: dir }, bundle: true, platform: 'node', format: 'esm', outfile: program });
  execFileSync(process.execPath, [program, tree], root ? { uid: NOBODY, gid: NOBODY, cwd: '/' } : {});
  await expect(stat(tree)).rejects.toThrow(/ENOENT/);
});
