import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followFile } from './follow-file.ts';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'gradus-follow-'))));
afterAll(() => rm(folder, { recursive: true }));

describe('followFile', () => {
  it('reads what is there, a last line without its end too', async () => {
    const file = join(folder, 'once.log');
    await writeFile(file, 'one\ntwo\nthr');
    const lines: string[] = [];
    for await (const line of followFile(file, { follow: false, signal: new AbortController().signal }))
      lines.push(line);
    expect(lines).toEqual(['one', 'two', 'thr']);
  });

  it('reads nothing of a file that is not there', async () => {
    const lines = followFile(join(folder, 'none.log'), { follow: false, signal: new AbortController().signal });
    expect(await lines.next()).toMatchObject({ done: true });
  });

  it('goes on as lines come and when the file is replaced, until aborted', async () => {
    const file = join(folder, 'followed.log');
    const controller = new AbortController();
    await writeFile(file, 'one\n');
    const lines = followFile(file, { follow: true, signal: controller.signal });
    expect(await lines.next()).toEqual({ done: false, value: 'one' });
    await appendFile(file, 'two\n');
    expect(await lines.next()).toEqual({ done: false, value: 'two' });
    await rename(file, `${file}.1`);
    await writeFile(file, 'three\n');
    expect(await lines.next()).toEqual({ done: false, value: 'three' });
    controller.abort();
    expect(await lines.next()).toMatchObject({ done: true });
  });
});
