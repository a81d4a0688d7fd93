import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInput } from './read-input.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-input-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('readInput', () => {
  it('reads JSON on the command line and in a file', async () => {
    writeFileSync(join(folder, 'input.json'), '{ "user_id": 7 }\n');
    expect(await readInput('{"user_id": 42}')).toEqual({ user_id: 42 });
    expect(await readInput(`@${join(folder, 'input.json')}`)).toEqual({ user_id: 7 });
  });

  it('says that words of a command line need quotes', () =>
    expect(readInput('{user_id: 7}')).rejects.toMatchObject({
      code: 'INPUT_UNREADABLE',
      message: expect.stringMatching(/^the input is not JSON: /),
      got: '{user_id: 7}',
      remedy: expect.stringContaining('single quotes'),
    }));

  it('says what is wrong with a file, and nothing about quotes', async () => {
    writeFileSync(join(folder, 'broken.json'), '{');
    await expect(readInput(`@${join(folder, 'broken.json')}`)).rejects.toMatchObject({
      message: expect.stringMatching(/broken\.json is not JSON: /),
      remedy: undefined,
    });
    await expect(readInput(`@${join(folder, 'nothing.json')}`)).rejects.toMatchObject({
      message: `${join(folder, 'nothing.json')} is not there`,
      remedy: undefined,
    });
    await expect(readInput(`@${folder}`)).rejects.toMatchObject({ message: expect.stringContaining('cannot be read') });
  });
});
