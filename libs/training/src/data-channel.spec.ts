import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkChannels, parseDataChannel, readFolder } from './data-channel.ts';

describe('parseDataChannel', () => {
  it('reads a folder, relative to where the user is', () =>
    expect(parseDataChannel('ratings=../data', '/home/ann/films')).toEqual({
      name: 'ratings',
      source: '/home/ann/data',
    }));

  it('reads a place in S3', () =>
    expect(parseDataChannel('ratings=s3://films/2026/', '/')).toEqual({ name: 'ratings', source: 's3://films/2026/' }));

  it.each(['ratings', 'ratings=', '=folder', 'my ratings=folder', 'ratings=s3://', 'ratings=s3:///key'])(
    'refuses %s, and shows how it is written',
    (text) =>
      expect(() => parseDataChannel(text, '/')).toThrow(
        expect.objectContaining({
          code: 'DATA_CHANNEL_INVALID',
          got: text,
          allowed: ['<channel>=<folder>', '<channel>=s3://<bucket>/<prefix>'],
        }),
      ),
  );
});

describe('checkChannels', () => {
  const declared = ['ratings', 'users'];
  const channel = (name: string, source: string) => ({ name, source });

  it('takes what is declared, all of it or less', () => {
    checkChannels(declared, [channel('users', '/b'), channel('ratings', '/a')]);
    checkChannels(declared, []);
  });

  it('refuses a channel that the model does not declare, with the near match and the list', () => {
    expect(() => checkChannels(declared, [channel('ratngs', '/a')])).toThrow(
      expect.objectContaining({
        code: 'DATA_CHANNEL_UNKNOWN',
        got: 'ratngs',
        allowed: declared,
        remedy: 'Did you mean "ratings"?',
      }),
    );
    expect(() => checkChannels([], [channel('ratings', '/a')])).toThrow(
      expect.objectContaining({ remedy: 'Declare it under notebook.channels in model.ts.' }),
    );
  });

  it('refuses a channel that is given twice', () =>
    expect(() =>
      checkChannels(declared, [channel('ratings', '/a'), channel('users', '/b'), channel('ratings', '/c')]),
    ).toThrow(expect.objectContaining({ code: 'DATA_CHANNEL_INVALID', got: ['/a', '/c'] })));
});

describe('readFolder', () => {
  let source: string;
  const read = () => readFolder({ name: 'ratings', source });
  beforeEach(() => {
    source = mkdtempSync(join(tmpdir(), 'gradus-data-'));
  });
  afterEach(() => rmSync(source, { recursive: true, force: true }));

  it('lists files by path with their sizes, also below folders and behind links', async () => {
    mkdirSync(join(source, 'b'));
    writeFileSync(join(source, 'b', 'c.csv'), 'four');
    writeFileSync(join(source, 'a.csv'), 'a');
    symlinkSync(join(source, 'a.csv'), join(source, 'd.csv'));
    expect((await read()).files).toEqual([
      { path: 'a.csv', bytes: 1 },
      { path: 'b/c.csv', bytes: 4 },
      { path: 'd.csv', bytes: 1 },
    ]);
  });

  it('hashes names and bytes', async () => {
    writeFileSync(join(source, 'a.csv'), 'ab');
    const first = (await read()).sha256;
    expect((await readFolder({ name: 'other', source: `${source}/` })).sha256).toBe(first);
    writeFileSync(join(source, 'a.csv'), 'ac');
    const second = (await read()).sha256;
    rmSync(join(source, 'a.csv'));
    writeFileSync(join(source, 'b.csv'), 'ac');
    expect(new Set([first, second, (await read()).sha256]).size).toBe(3);
  });

  it('refuses what is not there, and a file', async () => {
    const file = join(source, 'a.csv');
    writeFileSync(file, 'x');
    const missing = readFolder({ name: 'ratings', source: join(source, 'nowhere') });
    await expect(missing).rejects.toMatchObject({
      code: 'DATA_NOT_FOUND',
      message: `there is no folder ${source}/nowhere`,
    });
    await expect(readFolder({ name: 'ratings', source: file })).rejects.toMatchObject({
      code: 'DATA_NOT_FOUND',
      message: `${file} is a file`,
      remedy: 'Give the folder that holds the files of channel ratings.',
    });
  });

  it('refuses a folder without content', async () => {
    await expect(read()).rejects.toMatchObject({ code: 'DATA_EMPTY', message: `${source} holds no file` });
    writeFileSync(join(source, 'a.csv'), '');
    await expect(read()).rejects.toMatchObject({ code: 'DATA_EMPTY', message: `${source} holds only empty files` });
  });
});
