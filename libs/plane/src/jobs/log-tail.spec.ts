/** Following a log: nothing lost, doubled or torn, however the bytes come. */
import { appendFile, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '../testing/wait-for.ts';
import { tailLog } from './log-tail.ts';

const CHUNK = 256 * 1024;

describe('tailLog', () => {
  let dir: string;
  let file: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gradus-tail-'));
    file = join(dir, 'log');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const ended = Promise.resolve();
  const never = new AbortController().signal;
  const read = async (from = 0): Promise<{ lines: string[]; offsets: number[] }> => {
    const [lines, offsets]: [string[], number[]] = [[], []];
    await tailLog({
      ...{ file, offset: from, ended, aborted: never },
      onLines: async (some, offset) => {
        lines.push(...some);
        offsets.push(offset);
        return Promise.resolve();
      },
    });
    return { lines, offsets };
  };

  it.each([
    ['', []],
    ['one\n', ['one']],
    ['one\ntwo', ['one', 'two']],
    ['one\r\ntwo\r\n', ['one', 'two']],
    ['\n\none\n\n', ['', '', 'one', '']],
    ['10%\r20%\r100%\n', ['10%\r20%\r100%']],
    ['ünï\u0000\u{1f600}\n', ['ünï\u0000\u{1f600}']],
  ])('reads %j to its end', async (text, lines) => {
    await writeFile(file, text);
    expect((await read()).lines).toEqual(lines);
  });

  it('begins at an offset, and tells the one behind each batch', async () => {
    await writeFile(file, 'before\nafter\n');
    expect(await read(7)).toEqual({ lines: ['after'], offsets: [13] });
    expect(await read(13)).toEqual({ lines: [], offsets: [] });
  });

  it('keeps lines and characters whole across the chunks that it reads', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => `${index} ${'ü\u{1f600}'.repeat(index % 7)}`);
    await writeFile(file, `${lines.join('\n')}\n`);
    expect((await read()).lines).toEqual(lines);
  });

  it.each([0, 1, 2, 3])('gives a line that outgrows a chunk in pieces, with no character torn (%i)', async (shift) => {
    const line = 'a'.repeat(shift) + '\u{1f600}'.repeat(CHUNK);
    await writeFile(file, `${line}\nnext`);
    const { lines } = await read();
    expect(lines.at(-1)).toBe('next');
    expect(lines.slice(0, -1).join('') === line).toBe(true);
    expect(Math.max(...lines.map((piece) => Buffer.byteLength(piece)))).toBeLessThanOrEqual(CHUNK);
  });

  it('goes on past bytes that are no UTF-8', async () => {
    await writeFile(file, Buffer.alloc(CHUNK + 10, 0x80));
    expect((await read()).lines.join('').length).toBeGreaterThan(CHUNK - 10);
  });

  it('hands lines over as they come, the unfinished one when it is finished or the log is complete', async () => {
    await writeFile(file, 'a\nb');
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    const seen: string[] = [];
    const tail = tailLog({
      ...{ file, offset: 0, ended: over, aborted: never },
      onLines: async (lines) => Promise.resolve(void seen.push(...lines)),
    });
    await waitFor(() => seen.length === 1);
    await appendFile(file, 'b\nc');
    await waitFor(() => seen.length === 2);
    expect(seen).toEqual(['a', 'bb']);
    end();
    await tail;
    expect(seen).toEqual(['a', 'bb', 'c']);
  });

  it('makes one batch of what came while it looked elsewhere: a chatty job is not one commit per line', async () => {
    await writeFile(file, '');
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    const batches: number[] = [];
    const tail = tailLog({
      ...{ file, offset: 0, ended: over, aborted: never },
      onLines: async (lines) => Promise.resolve(void batches.push(lines.length)),
    });
    const handle = await open(file, 'a');
    const started = performance.now();
    for (let line = 0; line < 2000; line += 1) await handle.write(`line ${line}\n`);
    const took = performance.now() - started;
    await handle.close();
    end();
    await tail;
    expect(batches.reduce((sum, count) => sum + count, 0)).toBe(2000);
    expect(batches.length).toBeLessThanOrEqual(took / 50 + 3);
  });

  it('ends soon when aborted, without the rest', async () => {
    await writeFile(file, 'a\n');
    const abort = new AbortController();
    const seen: string[] = [];
    const tail = tailLog({
      ...{ file, offset: 0, ended: new Promise(() => undefined), aborted: abort.signal },
      onLines: async (lines) => Promise.resolve(void seen.push(...lines)),
    });
    await waitFor(() => seen.length === 1);
    abort.abort();
    await tail;
    expect(seen).toEqual(['a']);
  });

  it('reads to the end when waiting for the container fails, and leaves that failure to others', async () => {
    await writeFile(file, 'a\nb');
    const broken = Promise.reject(new Error('the supervisor closed'));
    const seen: string[] = [];
    await tailLog({
      ...{ file, offset: 0, ended: broken, aborted: never },
      onLines: async (lines) => Promise.resolve(void seen.push(...lines)),
    });
    expect(seen).toEqual(['a', 'b']);
    await expect(broken).rejects.toThrow('the supervisor closed');
  });

  it('rejects with what its receiver rejects with', async () => {
    await writeFile(file, 'a\n');
    const onLines = async (): Promise<void> => Promise.reject(new Error('full'));
    await expect(tailLog({ file, offset: 0, ended, aborted: never, onLines })).rejects.toThrow('full');
  });

  it('reads 100 MB in bounded memory', { timeout: 60_000 }, async () => {
    const block = `${'x'.repeat(99)}\n`.repeat(10_000);
    const handle = await open(file, 'w');
    for (let part = 0; part < 100; part += 1) await handle.write(block);
    await handle.close();
    let [lines, peak] = [0, 0];
    const before = process.memoryUsage.rss();
    await tailLog({
      ...{ file, offset: 0, ended, aborted: never },
      onLines: async (some) => {
        lines += some.length;
        peak = Math.max(peak, process.memoryUsage.rss() - before);
        return Promise.resolve();
      },
    });
    expect(lines).toBe(1_000_000);
    expect(peak).toBeLessThan(80 * 2 ** 20);
  });
});
