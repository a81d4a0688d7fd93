import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { extract } from 'tar';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleScript } from './script-bundle.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gradus-script-')));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('bundleScript', () => {
  it('makes one program that runs by itself, the same bytes each time', async () => {
    write('name.ts', "export const name: string = 'a film';\n");
    const entry = write('train.ts', "import { name } from './name.ts';\nconsole.log(`trained ${name}`);\n");
    const bundle = await bundleScript(entry);
    expect(bundle.program).toBe('train.mjs');
    expect((await bundleScript(entry)).sha256).toBe(bundle.sha256);
    const archive = join(folder, 'sourcedir.tar.gz');
    writeFileSync(archive, bundle.archive);
    await extract({ file: archive, cwd: folder });
    expect(execFileSync(join(folder, bundle.program), { encoding: 'utf8' })).toBe('trained a film\n');
  });

  it('says where a program does not compile', async () => {
    const entry = write('broken.ts', 'export const one = 1;\nconst = 2;\n');
    await expect(bundleScript(entry)).rejects.toMatchObject({
      code: 'SCRIPT_BROKEN',
      message: expect.stringContaining('broken.ts:2: '),
    });
  });
});
