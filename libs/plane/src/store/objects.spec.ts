import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '../testing/wait-for.ts';
import { ObjectFiles, type SweepOptions } from './objects.ts';

describe('ObjectFiles', () => {
  let root: string;
  let files: ObjectFiles;
  const path = (file: string) => join(root, file.slice(0, 2), file);
  const all = () => readdirSync(root).flatMap((folder) => readdirSync(join(root, folder)));
  const temporary = () => readdirSync(join(root, 'tmp'));

  beforeEach(() => {
    root = join(mkdtempSync(join(tmpdir(), 'gradus-objects-')), 'objects');
    files = new ObjectFiles(root);
  });
  afterEach(() => rmSync(join(root, '..'), { recursive: true }));

  describe('write', () => {
    it.each([0, 1, 64 * 1024, 64 * 1024 + 1, 2 * 1024 * 1024, 5 * 1024 * 1024 + 3])(
      'stores %d bytes and shows them to the digests in order',
      async (size) => {
        const bytes = randomBytes(size);
        const hash = createHash('sha256');
        const chunks = Array.from({ length: Math.ceil(size / 70_001) }, (_, index) =>
          bytes.subarray(index * 70_001, (index + 1) * 70_001),
        );
        const stored = await files.write(Readable.from(chunks), { digests: [hash] });
        expect(stored.size).toBe(size);
        expect(readFileSync(path(stored.file)).equals(bytes)).toBe(true);
        expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
        expect(temporary()).toEqual([]);
      },
    );

    it('has no file under its final name until the bytes are complete', async () => {
      const source = new PassThrough();
      const writing = files.write(source);
      source.write(randomBytes(3 * 1024 * 1024));
      await waitFor(() => temporary().length === 1);
      expect(all()).toEqual(temporary());
      source.end();
      const { file } = await writing;
      expect(all()).toEqual([file]);
    });

    it('leaves nothing when the source fails, or the check refuses', async () => {
      const failing = new PassThrough();
      const writing = files.write(failing);
      failing.write(randomBytes(2 * 1024 * 1024));
      await waitFor(() => temporary().length === 1);
      failing.destroy(new Error('the client went away'));
      await expect(writing).rejects.toThrow('the client went away');
      const check = (size: number): void => {
        if (size > 100_000) throw new Error('too large');
      };
      const source = Readable.from([randomBytes(90_000), randomBytes(90_000)]);
      await expect(files.write(source, { check })).rejects.toThrow('too large');
      expect(source.destroyed).toBe(false);
      expect(all()).toEqual([]);
    });
  });

  describe('read', () => {
    it('reads a range over several files', async () => {
      const parts = [
        await files.write([Buffer.from('0123')]),
        await files.write([]),
        await files.write([Buffer.from('456789')]),
      ];
      const read = async (start: number, end: number) => (await buffer(files.read(parts, start, end))).toString();
      expect(await read(0, 10)).toBe('0123456789');
      expect(await read(3, 5)).toBe('34');
      expect(await read(4, 4)).toBe('');
      expect(await read(9, 10)).toBe('9');
    });

    it('keeps a removed file until its last reader is done', async () => {
      const bytes = randomBytes(3 * 1024 * 1024);
      const stored = await files.write([bytes]);
      const readers = [files.read([stored], 0, stored.size), files.read([stored], 0, stored.size)] as const;
      await files.remove([stored.file]);
      expect((await buffer(readers[0])).equals(bytes)).toBe(true);
      expect(existsSync(path(stored.file))).toBe(true);
      readers[1].destroy();
      await waitFor(() => !existsSync(path(stored.file)));
    });
  });

  it('links a file, to be removed on its own', async () => {
    const stored = await files.write([Buffer.from('shared')]);
    const linked = await files.link(stored.file);
    await files.remove([stored.file]);
    expect(readFileSync(path(linked), 'utf8')).toBe('shared');
    expect(all()).toEqual([linked]);
  });

  it('removes what is not there without complaint', async () => {
    await files.remove(['00000000-0000-0000-0000-000000000000']);
  });

  describe('sweep', () => {
    const sweep = (named: readonly string[], options: Partial<SweepOptions> = {}) =>
      files.sweep({
        isNamed: (file) => named.includes(file),
        settled: () => Promise.resolve(),
        aborted: new AbortController().signal,
        ...options,
      });

    it('removes what an earlier process left and nothing names', async () => {
      const kept = await files.write([Buffer.from('kept')]);
      const orphan = await files.write([Buffer.from('orphan')]);
      writeFileSync(join(root, 'tmp', 'half-written'), 'ha');
      files = new ObjectFiles(root);
      expect(await sweep([kept.file])).toBe(2);
      expect(all()).toEqual([kept.file]);
      expect(existsSync(path(orphan.file))).toBe(false);
    });

    it('does not touch uploads of its own process, finished or not', async () => {
      mkdirSync(join(root, 'aa'));
      writeFileSync(join(root, 'aa', 'aa-orphan'), '');
      const source = new PassThrough();
      const writing = files.write(source);
      source.write(randomBytes(2 * 1024 * 1024));
      await waitFor(() => temporary().length === 1);
      const finished = await files.write([Buffer.from('its row comes later')]);
      expect(await sweep([])).toBe(1);
      source.end();
      const { file } = await writing;
      expect(all().sort()).toEqual([file, finished.file].sort());
    });

    it('spares a file whose row comes back because its deletion was not committed', async () => {
      const { file } = await files.write([Buffer.from('x')]);
      files = new ObjectFiles(root);
      let deleted = true;
      const removed = await sweep([], {
        isNamed: () => !deleted,
        settled: () => {
          deleted = false;
          return Promise.reject(new Error('disk full'));
        },
      });
      expect(removed).toBe(0);
      expect(existsSync(path(file))).toBe(true);
    });
  });
});
