import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { create, Header } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpackArchive } from './model-archive.ts';

describe('unpackArchive', () => {
  let folder = '';
  let target = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-archive-'));
    target = join(folder, 'target', 'model');
    mkdirSync(target, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** An archive of one entry, as no honest program makes it. */
  const archiveOf = (entry: { path: string; type?: 'File' | 'SymbolicLink' | 'Link'; linkpath?: string }): string => {
    const content = Buffer.from(entry.type === undefined ? 'hello' : '');
    const block = Buffer.alloc(512);
    new Header({ type: 'File', mode: 0o644, size: content.length, ...entry }).encode(block, 0);
    const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
    const file = join(folder, 'archive.tar.gz');
    writeFileSync(file, gzipSync(Buffer.concat([block, content, padding, Buffer.alloc(1024)])));
    return file;
  };

  it('unpacks files, folders and links that stay inside', async () => {
    const source = join(folder, 'source');
    mkdirSync(join(source, 'code'), { recursive: true });
    writeFileSync(join(source, 'code', 'predict.mjs'), 'export {}');
    symlinkSync('code/predict.mjs', join(source, 'link.mjs'));
    const file = join(folder, 'archive.tar.gz');
    await create({ gzip: true, file, cwd: source }, ['.']);
    await unpackArchive(file, target);
    expect(readFileSync(join(target, 'link.mjs'), 'utf8')).toBe('export {}');
  });

  it.each([
    [{ path: '../outside.txt' }, 'lies outside'],
    [{ path: 'a/../../outside.txt' }, 'lies outside'],
    [{ path: '/tmp/outside.txt' }, 'lies outside'],
    [{ path: 'link', type: 'SymbolicLink', linkpath: '/etc' }, 'is a link'],
    [{ path: 'a/link', type: 'SymbolicLink', linkpath: '../../x' }, 'is a link'],
    [{ path: 'link', type: 'Link', linkpath: '../outside.txt' }, 'is a link'],
  ] as const)('refuses %o', async (entry, why) => {
    writeFileSync(join(folder, 'target', 'outside.txt'), 'untouched');
    await expect(unpackArchive(archiveOf(entry), target)).rejects.toThrow(why);
    expect(readFileSync(join(folder, 'target', 'outside.txt'), 'utf8')).toBe('untouched');
    expect(existsSync(join(target, 'link'))).toBe(false);
  });

  it.each([
    ['what is not compressed', Buffer.alloc(2048)],
    ['what is no archive', gzipSync('plain text that is no tar archive'.repeat(100))],
    ['what is cut off', gzipSync(Buffer.alloc(100_000, 'x')).subarray(0, 60)],
    ['nothing', Buffer.alloc(0)],
  ])('refuses %s', async (_, bytes) => {
    const file = join(folder, 'archive.tar.gz');
    writeFileSync(file, bytes);
    await expect(unpackArchive(file, target)).rejects.toThrow();
  });
});
