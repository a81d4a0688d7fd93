import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { miniBatches, type Batching } from './mini-batches.ts';

describe('mini-batches', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gradus-batches-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const split = async (content: string, batching: Partial<Batching>): Promise<string[]> => {
    const file = join(folder, 'input');
    await writeFile(file, content);
    const batches: string[] = [];
    const whole: Batching = { splitType: 'Line', strategy: 'MultiRecord', maxPayload: 1000, ...batching };
    for await (const batch of miniBatches(file, whole)) batches.push(batch.toString());
    return batches;
  };

  it('leaves an object whole', async () => {
    expect(await split('a\nb\n', { splitType: 'None' })).toEqual(['a\nb\n']);
  });

  it('sends a line each, or as many as fit', async () => {
    expect(await split('a\r\nb\n\nc', { strategy: 'SingleRecord' })).toEqual(['a', 'b', '', 'c']);
    expect(await split('aaa\nbbb\nccc\nd\n', { maxPayload: 7 })).toEqual(['aaa\nbbb', 'ccc\nd']);
    expect(await split('', {})).toEqual([]);
  });

  it('puts lines together that arrive in pieces', async () => {
    const long = Array.from({ length: 5 }, (_, index) => String(index).repeat(50_000));
    expect(await split(long.join('\n'), { strategy: 'SingleRecord', maxPayload: 1e6 })).toEqual(long);
    expect(await split(long.join('\n'), { maxPayload: 1e6 })).toEqual([long.join('\n')]);
  });

  it('packs as many lines as fit, wherever the pieces of the file end', async () => {
    const lines = Array.from({ length: 40_000 }, (_, index) => 'x'.repeat((index * 7) % 23));
    const packed: string[] = [];
    for (const line of lines) {
      const joined = packed.length > 0 ? `${packed.at(-1)!}\n${line}` : line;
      if (packed.length > 0 && joined.length <= 999) packed.splice(-1, 1, joined);
      else packed.push(line);
    }
    expect(await split(lines.join('\r\n'), { maxPayload: 999 })).toEqual(packed);
    expect(await split(`${lines.join('\n')}\n`, { maxPayload: Infinity })).toEqual([lines.join('\n')]);
  });

  it('refuses what no request can carry', async () => {
    const tooLarge = 'Too much data for max payload size';
    await expect(split('abcdef\ng', { maxPayload: 5 })).rejects.toThrow(tooLarge);
    await expect(split('x'.repeat(200_000), { maxPayload: 5 })).rejects.toThrow(tooLarge);
    await expect(split('abcdef', { maxPayload: 5, splitType: 'None' })).rejects.toThrow(tooLarge);
  });
});
